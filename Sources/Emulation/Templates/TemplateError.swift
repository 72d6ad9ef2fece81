/// What CloudFormation, or the service behind a resource, would refuse about a template, and where it stands.
struct TemplateError: Error, Equatable, CustomStringConvertible {
    /// The template's file name, such as `app.json`.
    let template: String
    /// The logical id of the resource, or the name of the parameter, condition or output; nil for the template as a
    /// whole.
    let resource: String?
    /// The way to the value, such as `Properties.Environment.Variables.TABLE_NAME`; empty for all of the resource.
    let path: String
    /// What is wrong with it.
    let message: String

    init(template: String, resource: String? = nil, path: String = "", message: String) {
        self.template = template
        self.resource = resource
        self.path = path
        self.message = message
    }

    /// For example `app.json, GatewayFunction, Properties.Role: Ref to "Rolle", which the template does not declare`.
    var description: String {
        let place = [template, resource, path.isEmpty ? nil : path].compactMap(\.self).joined(separator: ", ")
        return "\(place): \(message)"
    }
}

/// A place in a template, for messages.
struct TemplateLocation {
    var template: String
    var resource: String?
    var path: [String] = []

    func appending(_ component: String) -> TemplateLocation {
        var location = self
        location.path.append(component)
        return location
    }

    func makeError(_ message: String) -> TemplateError {
        TemplateError(
            template: template,
            resource: resource,
            path: path.joined(separator: "."),
            message: message
        )
    }
}
