import Testing

@testable import Catalog

@Suite("A folded text")
struct FoldedTextTests {
    @Test(
        "has the words in lower case without accents",
        arguments: [
            ("Steel Kettle", "steel kettle"), ("  USB-C 3.2, (grey)! ", "usb c 3 2 grey"), ("", ""), ("…!?", ""),
            ("ÀÉÎÕÜ àéîõü Ÿÿ", "aeiou aeiou yy"), ("Ærø Straße Œuvre Ĳssel Þór", "aero strasse oeuvre ijssel thor"),
            ("Łódź Šibenik Ćevap Ğ ı ŉ ſ", "lodz sibenik cevap g i n s"), ("2×4÷8", "2 4 8"),
            ("e\u{301}tage cafe\u{301}", "etage cafe"), ("\u{301}x", "x"), ("МОСКВА 24", "москва 24"), ("茶 壶", "茶 壶"),
            ("½ m²", "½ m²"),
        ]
    )
    func folding(_ text: String, _ expected: String) {
        #expect(FoldedText(text).string == expected)
    }

    @Test("finds the beginnings of its words, and whole words")
    func match() {
        let text = FoldedText("Kettle lamp kettledrum")
        #expect(text.match(Array("kettle".utf8)) == .whole)
        #expect(text.match(Array("kettled".utf8)) == .beginning)
        #expect(text.match(Array("kettledrum".utf8)) == .whole)
        #expect(text.match(Array("kettledrums".utf8)) == nil)
        #expect(text.match(Array("ettle".utf8)) == nil)
        #expect(text.match(Array("lamp".utf8)) == .whole)
        #expect(FoldedText("").match(Array("a".utf8)) == nil)
    }
}

@Suite("The edit distance")
struct EditDistanceTests {
    @Test(
        "counts letters inserted, removed, replaced and swapped with a neighbour",
        arguments: [
            ("", "", 0), ("a", "", 1), ("kettle", "ketle", 1), ("kettle", "kettles", 1), ("kettle", "kottle", 1),
            ("kettle", "ektlte", 2), ("pan", "pna", 1), ("ca", "abc", 3), ("kitten", "sitting", 3),
        ]
    )
    func distance(_ one: String, _ other: String, _ expected: Int) {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        #expect(EditDistance.between(one, other, atMost: 9) == expected)
        #expect(EditDistance.between(other, one, atMost: 9) == expected)
        #expect(EditDistance.between(one, other, atMost: expected) == expected)
        #expect(EditDistance.between(one, other, atMost: expected - 1) == nil)
    }
}
