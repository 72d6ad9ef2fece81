/// Which attributes a DynamoDB write returns.
package enum ReturnValues: String, Sendable {
    /// None.
    case none = "NONE"
    /// The item as it was.
    case allOld = "ALL_OLD"
    /// What an update changed, as it was. Updates only.
    case updatedOld = "UPDATED_OLD"
    /// The item as it is now. Updates only.
    case allNew = "ALL_NEW"
    /// What an update changed, as it is now. Updates only.
    case updatedNew = "UPDATED_NEW"
}
