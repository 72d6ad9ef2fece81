/// `AWS::SecretsManager::*`.
package enum SecretsManager {}

extension SecretsManager {
    /// `AWS::SecretsManager::Secret`. Its later values are the operators': an update of the stack changes the value only
    /// when the template's changes.
    package struct Secret: ResourceProperties {
        package static let type = "AWS::SecretsManager::Secret"

        /// The value the secret is created with.
        enum Content: Sendable {
            /// So many random letters and digits.
            case generated(length: Int)
            case literal(String)
        }

        let name: Text
        let description: String
        let content: Content

        package var properties: PropertyList {
            ["Name": .text(name), "Description": .text(Text(description))] + content.properties
        }
    }
}

extension SecretsManager.Secret.Content {
    fileprivate var properties: PropertyList {
        switch self {
        case .generated(let length):
            [
                "GenerateSecretString": .object([
                    "PasswordLength": .integer(length), "ExcludePunctuation": true,
                ])
            ]
        case .literal(let value): ["SecretString": .text(Text(value))]
        }
    }
}
