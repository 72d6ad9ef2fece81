import JSON
import Testing
import YAML

@Suite("A YAML parser under hostile input")
struct YAMLRobustnessTests {
    static let rich = """
        %COMMENT
        ---
        # Everything at once.
        model_list: &list
          - model_name: "fast \\u00e9\\x41\\
              folded
              text"
            litellm_params: &params
              api_base: http://127.0.0.1:9100/v1 # c
              list: [a, 'b ''c''', {d: e, f: [1, 2.5e-7, 0x1F]}, g: h,
                *params_none ]
            plain: several
              lines

              of text
          - <<: [{a: 1}, {b: ~}]
            literal: |+2
                x
               y

            folded: >-
              one
              two

                three
            ? none
        tagged: !!str 12
        'quoted key' : !!int "3"
        &anchor key: *list
        same:
        - - 1
          - 2
        -
        ...
        # end
        """
        .replacing("%COMMENT", with: "# 😀")
        .replacing("*params_none", with: "&p x, *p")
        .replacing("    ? none\n", with: "")

    @Test("every truncation of a rich file is a value or an error")
    func truncation() throws {
        let bytes = Array(Self.rich.utf8)
        let whole = try YAMLNode(parsing: bytes)
        #expect(whole["key"]?.sequence?.count == 2)
        var refused = 0
        for length in bytes.indices where parseError(Array(bytes[..<length])) != nil { refused += 1 }
        #expect(refused > 100)
        for start in bytes.indices { _ = parseError(Array(bytes[start...])) }
    }

    @Test("every mutation is a value or an error, and the value is JSON", arguments: UInt64(1)...8)
    func mutation(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let interesting = Array(":-#[]{},'\"|>&*!? \n\t%@`~<.+0x\r\\é😀\u{85}\u{2028}".utf8) + [0xFF, 0, 0xC3]
        var understood = 0
        for _ in 0..<700 {
            var bytes = Array(Self.rich.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[index] = interesting.randomElement(using: &generator) ?? 0
                case 1: bytes.insert(interesting.randomElement(using: &generator) ?? 0, at: index)
                case 2: bytes.remove(at: index)
                default: bytes.removeSubrange(index..<min(index + 20, bytes.count))
                }
            }
            if let error = parseError(bytes) {
                #expect(error.mark.line >= 1 && error.mark.column >= 1)
            } else {
                let value = try YAMLNode(parsing: bytes).json
                #expect(try JSONValue(parsing: value.serialized()) == value)
                understood += 1
            }
        }
        #expect(understood > 20)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator with a fixed sequence for each seed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
