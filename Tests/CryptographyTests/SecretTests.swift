import Cryptography
import Testing

@Suite("A secret")
struct SecretTests {
    let secret = Secret("hunter2")

    @Test("shows its value only when asked by name")
    func showsItsValueOnlyByName() {
        #expect(secret.exposed == "hunter2")
    }

    @Test("does not print, interpolate, dump or reflect its value")
    func doesNotShowItsValue() {
        struct Owner { let token: Secret }
        var dumped = ""
        dump(Owner(token: secret), to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret),
            String(reflecting: Owner(token: secret)),
            "\(Optional(secret) as Any)", "\([secret])", dumped,
        ]
        for text in texts {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("<redacted>") || text == dumped)
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("equals a secret with the same value only")
    func comparesValues() {
        #expect(secret == "hunter2")
        #expect(secret != "hunter3")
        #expect(secret != "hunter")
    }
}
