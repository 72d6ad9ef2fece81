import Emulation
import Glibc
import POSIX

/// API Gateway and the Lambda Runtime API on loopback, booted from CloudFormation templates.
@main
enum Main {
    static func main() {
        exit(Emulator.run(arguments: Array(CommandLine.arguments.dropFirst()), environment: .current()))
    }
}
