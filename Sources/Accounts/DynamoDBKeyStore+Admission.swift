import AWSServices
package import POSIX

/// Admission as one conditional write.
///
/// Each window is an attribute of its own, named by the window's number: a new window begins as an absent
/// attribute, so neither a read nor a reset comes before the count, and the condition and the count are one
/// atomic step. The limits stand in the item too, so a change of limits holds from the next request.
extension DynamoDBKeyStore {
    package func admit(keyID: String, at time: Timestamp) async throws(KeyStoreError) -> AdmissionOutcome {
        do {
            let item = try await database.updateItem(admissionUpdate(keyID: keyID, at: time))
            return .admitted(admission(keyID: keyID, item: item ?? [:], at: time))
        } catch .conditionalCheckFailed(let item) {
            return .refused(refusal(item: item, at: time))
        } catch {
            throw storeError(error)
        }
    }

    /// Removes the counters of windows that are over. Only a request that found some writes at all.
    package func settle(_ admission: Admission) async throws(KeyStoreError) {
        guard !admission.staleCounters.isEmpty else { return }
        var names: [String: String] = [:]
        for (index, counter) in admission.staleCounters.enumerated() { names["#s\(index)"] = counter }
        do {
            _ = try await database.updateItem(
                UpdateItem(
                    table: table,
                    key: key(admission.keyID),
                    update: "REMOVE " + names.keys.sorted().joined(separator: ", "),
                    // Without it the update would make a deleted key's item anew.
                    condition: "attribute_exists(\(KeyAttribute.id))",
                    names: names,
                    isIdempotent: true
                )
            )
        } catch .conditionalCheckFailed {
            return
        } catch {
            throw storeError(error)
        }
    }

    /// A key that does not exist has no `active`, so that the condition needs no clause of its own for it.
    private func admissionUpdate(keyID: String, at time: Timestamp) -> UpdateItem {
        let window = RateWindow.minute
        return UpdateItem(
            table: table,
            key: key(keyID),
            update: "ADD #counter :one REMOVE #expired",
            condition: """
                #active = :true AND (attribute_not_exists(#expires) OR #expires > :now) \
                AND (attribute_not_exists(#limits.#limit) OR attribute_not_exists(#counter) OR #counter < #limits.#limit)
                """,
            names: [
                "#active": KeyAttribute.active, "#expires": KeyAttribute.expiresAt, "#limits": KeyAttribute.rateLimit,
                "#limit": window.limitName, "#counter": window.counter(at: time),
                "#expired": window.expiredCounter(at: time),
            ],
            values: [":true": .bool(true), ":now": .n(String(time.millisecondsSinceEpoch)), ":one": .n("1")],
            returnValues: .allNew
        )
    }

    private func admission(keyID: String, item: Item, at time: Timestamp) -> Admission {
        let limit = RateLimit(attribute: item[KeyAttribute.rateLimit])[.minute]
        let used = item[RateWindow.minute.counter(at: time)]?.int ?? 0
        let stale = item.keys.filter { name in
            RateWindow.allCases.contains { window in window.isExpiredCounter(name, at: time) }
        }
        return Admission(
            keyID: keyID,
            limit: limit,
            remaining: limit.map { max(0, $0 - used) },
            secondsUntilReset: RateWindow.minute.secondsUntilEnd(at: time),
            staleCounters: stale.sorted()
        )
    }

    /// Says which part of the condition failed, from the item that came back with the refusal.
    private func refusal(item: Item?, at time: Timestamp) -> AdmissionRefusal {
        guard let item, let record = KeyRecord(item: item) else { return .unknownKey }
        if !record.isActive { return .inactive }
        if record.isExpired(at: time) { return .expired }
        let window = RateWindow.minute
        guard let limit = record.rateLimit[window] else { return .unknownKey }
        return .rateLimited(window: window, limit: limit, retryAfter: window.secondsUntilEnd(at: time))
    }
}
