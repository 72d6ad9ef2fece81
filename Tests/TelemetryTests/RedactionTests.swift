import Telemetry
import Testing

@Suite("Redaction")
struct RedactionTests {
    @Test(
        "masks what looks like a secret",
        arguments: [
            ("key sk-abcdefgh12345678 refused", "key sk-*** refused"),
            ("sk-local-master", "sk-***"),
            ("Authorization: Bearer abcdefgh.ijkl", "Authorization: Bearer ***"),
            ("authorization: bearer abcdefghijkl", "authorization: bearer ***"),
            ("id AKIAIOSFODNN7EXAMPLE!", "id AKIA***!"),
            ("id ASIAIOSFODNN7EXAMPLE!", "id ASIA***!"),
            ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJ***"),
            ("https://host/v1?key=sk-abcdefgh12345678&x=1", "https://host/v1?key=sk-***&x=1"),
            ("/path/sk-abcdefgh12345678", "/path/sk-***"),
            (#""line\nsk-abcdefgh12345678""#, #""line\nsk-***""#),
            ("sk-aaaaaaaaaa,sk-bbbbbbbbbb", "sk-***,sk-***"),
        ]
    )
    func masks(text: String, expected: String) {
        #expect(Redaction.masked(text) == expected)
    }

    @Test(
        "leaves ordinary words alone",
        arguments: ["task-management-software", "risk-assessment", "sk-short", "Bearer of news", "ASIA", "eyJ", ""]
    )
    func leaves(text: String) {
        #expect(Redaction.masked(text) == text)
    }
}
