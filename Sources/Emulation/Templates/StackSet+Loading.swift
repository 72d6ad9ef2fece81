import POSIX

extension StackSet {
    /// No template is as large: CloudFormation takes 1 MB.
    private static let maxTemplateBytes = 1 << 20

    /// The templates of a folder: all its files that end in `.json`.
    static func templates(in folder: String) throws(TemplateError) -> [Template] {
        let names: [String]
        do throws(SystemError) {
            names = try Folder.files(in: folder, ending: ".json")
        } catch {
            throw TemplateError(template: folder, message: "\(error)")
        }
        guard !names.isEmpty else { throw TemplateError(template: folder, message: "holds no file that ends in .json") }
        var templates: [Template] = []
        for name in names { templates.append(try Template(name: name, parsing: try read("\(folder)/\(name)", name))) }
        return templates
    }

    private static func read(_ path: String, _ name: String) throws(TemplateError) -> [UInt8] {
        do throws(SystemError) {
            return try File.contents(of: path, limit: maxTemplateBytes)
        } catch {
            throw TemplateError(template: name, message: "\(error)")
        }
    }
}
