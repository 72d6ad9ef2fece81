import POSIX
import Testing

@Suite("An environment")
struct EnvironmentTests {
    @Test("of this process holds its variables")
    func current() {
        #expect(Environment.current()["PATH"]?.isEmpty == false)
        #expect(Environment.current()["NO SUCH VARIABLE"] == nil)
    }

    @Test("takes an empty variable for one that is not set, but passes it on")
    func empty() {
        let environment: Environment = ["EMPTY": "", "FULL": "x=y"]
        #expect(environment["EMPTY"] == nil)
        #expect(environment["FULL"] == "x=y")
        #expect(environment.all == ["EMPTY": "", "FULL": "x=y"])
    }

    @Test("takes the last of a repeated name")
    func repeated() {
        let environment: Environment = ["A": "1", "A": "2"]
        #expect(environment["A"] == "2")
    }

    @Test("is overridden by what is merged into it")
    func merging() {
        let environment: Environment = ["A": "1", "B": "2"]
        #expect(environment.merging(["B": "3", "C": "4"]).all == ["A": "1", "B": "3", "C": "4"])
    }
}
