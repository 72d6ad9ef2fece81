/// Gives each `AWS::ApiGateway::Resource` its path.
struct ResourceTreeBuilder {
    let builder: RestAPIBuilder

    private struct Entry {
        let resource: StackSet.DeployedResource
        let parentID: String
        let pathPart: String
    }

    /// The resources by id, without methods, the root among them.
    func resources() throws(TemplateError) -> [String: APIResource] {
        let rootID = try IntrinsicResolver(stackSet: builder.stacks, stack: try stack())
            .physicalAttribute("RootResourceId", of: builder.api.id, at: builder.api.location)
        var entries: [String: Entry] = [:]
        for resource in try builder.members("AWS::ApiGateway::Resource") {
            entries[resource.physicalID] = Entry(
                resource: resource,
                parentID: try resource.requiredText("ParentId"),
                pathPart: try resource.requiredText("PathPart")
            )
        }
        try check(entries)
        var resources = [rootID: APIResource(id: rootID, path: "/")]
        for (id, entry) in entries {
            resources[id] = APIResource(id: id, path: try path(of: entry, in: entries, rootID: rootID))
        }
        return resources
    }

    private func stack() throws(TemplateError) -> StackSet.Stack {
        for stack in builder.stacks.stacks where stack.template.name == builder.api.template { return stack }
        throw builder.api.location.makeError("is in no template")
    }

    private func path(of entry: Entry, in entries: [String: Entry], rootID: String) throws(TemplateError) -> String {
        var parts: [String] = []
        var next: Entry? = entry
        while let current = next {
            parts.append(current.pathPart)
            guard parts.count <= entries.count else { throw entry.resource.makeError("ParentId", "leads in a circle") }
            if current.parentID == rootID { return "/" + parts.reversed().joined(separator: "/") }
            next = entries[current.parentID]
        }
        throw entry.resource.makeError("ParentId", "names no resource of this API")
    }

    /// What API Gateway refuses among siblings: two of one name, two parameters, anything below a greedy one.
    private func check(_ entries: [String: Entry]) throws(TemplateError) {
        var seen: Set<String> = []
        for entry in entries.values.sorted(by: { $0.resource.id < $1.resource.id }) {
            let isParameter = entry.pathPart.hasPrefix("{")
            let isGreedy = isParameter && entry.pathPart.hasSuffix("+}")
            let kind = isGreedy ? "{+}" : isParameter ? "{}" : entry.pathPart
            guard seen.insert("\(entry.parentID)/\(kind)").inserted else {
                throw entry.resource.makeError("PathPart", "a sibling has the same path part, or is a parameter too")
            }
            if let parent = entries[entry.parentID], parent.pathPart.hasSuffix("+}") {
                throw entry.resource.makeError("ParentId", "a greedy resource has no children")
            }
            guard !entry.pathPart.contains("/"), !entry.pathPart.isEmpty else {
                throw entry.resource.makeError("PathPart", "is not one path segment")
            }
        }
    }
}
