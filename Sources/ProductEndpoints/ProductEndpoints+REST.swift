import Catalog
import HTTP
import JSON
import Serving

/// The REST routes.
extension ProductEndpoints {
    /// A search has few and short parts.
    private static let limits = JSONLimits(maxDepth: 16, maxBytes: 64 << 10)

    /// `GET` with the search in the URL, `POST` with it in the body.
    func search(_ request: Request) async throws(GatewayError) -> Response {
        let query = try Self.query(of: request)
        do throws(ProductStoreError) {
            return .json(.object(try await store.search(query).json))
        } catch {
            throw GatewayError(error)
        }
    }

    /// One product.
    ///
    /// - Parameter segment: its id as the path has it, percent-encoded.
    func product(_ segment: String?) async throws(GatewayError) -> Response {
        guard let id = segment.flatMap({ PercentCoding.decode($0) }) else { throw .noProduct }
        let product: Product?
        do throws(ProductStoreError) {
            product = try await store.product(id: id)
        } catch {
            throw GatewayError(error)
        }
        guard let product else { throw .noProduct }
        return .json(.object(product.json))
    }

    private static func query(of request: Request) throws(GatewayError) -> ProductQuery {
        let body = request.method == .post ? try arguments(in: request) : nil
        do throws(QueryError) {
            if let body { return try ProductQuery(arguments: body) }
            return try ProductQuery(parameters: request.query.map { ($0.name, $0.value) })
        } catch {
            throw GatewayError(error)
        }
    }

    /// The search in a body; nothing at all is a search for everything.
    private static func arguments(in request: Request) throws(GatewayError) -> JSONObject {
        guard request.query.isEmpty else {
            throw .malformedBody("A POST takes the search in its body; this one has parameters in its URL.")
        }
        guard !request.body.isEmpty else { return [:] }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: request.body, limits: limits)
        } catch {
            throw GatewayError(error)
        }
        guard let object = value.object else { throw .malformedBody("The body must be a JSON object.") }
        return object
    }
}
