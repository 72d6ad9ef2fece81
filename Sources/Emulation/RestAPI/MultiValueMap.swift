import JSON

/// Names with one or more values each, in the order the names were first met.
struct MultiValueMap {
    private var entries: [(name: String, values: [String])] = []

    /// - Parameter ignoringCase: whether names that differ only in case are one, spelled as it came first.
    init(_ pairs: some Sequence<(String, String)>, ignoringCase: Bool) {
        var positions: [String: Int] = [:]
        for (name, value) in pairs {
            let key = ignoringCase ? name.lowercased() : name
            if let position = positions[key] {
                entries[position].values.append(value)
            } else {
                positions[key] = entries.count
                entries.append((name, [value]))
            }
        }
    }

    /// Writes the map of last values and the map of all values; both are `null` when there are none.
    func write(named names: (single: String, multiple: String), to writer: inout JSONWriter) {
        writer.key(names.single)
        write(to: &writer) { values, writer in writer.string(values.last ?? "") }
        writer.key(names.multiple)
        write(to: &writer) { values, writer in
            writer.beginArray()
            for value in values { writer.string(value) }
            writer.endArray()
        }
    }

    private func write(to writer: inout JSONWriter, _ writeValues: ([String], inout JSONWriter) -> Void) {
        guard !entries.isEmpty else { return writer.null() }
        writer.beginObject()
        for entry in entries {
            writer.key(entry.name)
            writeValues(entry.values, &writer)
        }
        writer.endObject()
    }
}
