import AWSSigning
import Cryptography
import POSIX
import TestSupport
import Testing

@Suite("A profile's credentials")
struct ProfileCredentialProviderTests {
    static let file = """
        # Comment
        ; Comment
        aws_access_key_id = NOSECTION

        [default]
        aws_access_key_id = DEFAULT
        aws_secret_access_key = a+b/c=d
        region = eu-west-1
        s3 =
          aws_access_key_id = NESTED

        \t
        [ dev ]
        AWS_Access_Key_Id=DEV
        aws_secret_access_key   =   secret#1 ; comment
        aws_session_token = token==
        aws_access_key_id_2 = OTHER

        [half]
        aws_access_key_id = HALF
        [secretonly]
        aws_secret_access_key = s
        [sso]
        sso_session = x
        [dev]
        # A second section of the same name adds to the first.
        aws_secret_access_key = secret#2
        not a pair
        [empty]
        aws_access_key_id =
        aws_secret_access_key =
        """

    func credentials(profile: String?, file: String = Self.file) async throws -> Credentials {
        let file = try TemporaryFile(file)
        var environment: Environment = ["AWS_SHARED_CREDENTIALS_FILE": file.path]
        environment["AWS_PROFILE"] = profile
        return try await ProfileCredentialProvider(environment: environment).credentials()
    }

    @Test("are the default profile's when none is named", arguments: [nil, "default"])
    func readsTheDefault(profile: String?) async throws {
        #expect(
            try await credentials(profile: profile)
                == Credentials(accessKeyID: "DEFAULT", secretAccessKey: "a+b/c=d")
        )
    }

    @Test("are the named profile's, with its session token")
    func readsANamedProfile() async throws {
        #expect(
            try await credentials(profile: "dev")
                == Credentials(accessKeyID: "DEV", secretAccessKey: "secret#2", sessionToken: "token==")
        )
    }

    @Test("are read from a file with CRLF line ends and no last line end")
    func readsCRLF() async throws {
        let file = "[default]\r\naws_access_key_id=A\r\naws_secret_access_key=s"
        #expect(
            try await credentials(profile: nil, file: file) == Credentials(accessKeyID: "A", secretAccessKey: "s")
        )
    }

    @Test(
        "are refused when the profile is not there or incomplete",
        arguments: [
            ("nobody", CredentialError.unknownProfile(name: "nobody")),
            ("half", .incomplete(missing: "aws_secret_access_key")),
            ("secretonly", .incomplete(missing: "aws_access_key_id")), ("sso", .notConfigured),
            ("empty", .notConfigured),
        ]
    )
    func refusesOthers(profile: String, error: CredentialError) async {
        await #expect(throws: error) { try await credentials(profile: profile) }
    }

    @Test("are not configured without a file, a home or a default section")
    func needsAFile() async throws {
        for environment: Environment in [
            [:], ["HOME": "/nonexistent"], ["AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"],
        ] {
            await #expect(throws: CredentialError.notConfigured) {
                try await ProfileCredentialProvider(environment: environment).credentials()
            }
        }
        await #expect(throws: CredentialError.notConfigured) {
            try await credentials(profile: nil, file: "[other]\naws_access_key_id = A\naws_secret_access_key = s")
        }
    }

    @Test("are refused with the system's reason when the file cannot be read")
    func reportsUnreadableFiles() async {
        do {
            _ = try await ProfileCredentialProvider(environment: ["AWS_SHARED_CREDENTIALS_FILE": "/"]).credentials()
            Issue.record("a directory was read")
        } catch {
            guard case .unreadableFile(variable: "AWS_SHARED_CREDENTIALS_FILE", _) = error else {
                Issue.record(error)
                return
            }
        }
    }
}
