import Catalog
import HTTP
import JSON
import ModelContextProtocol
import Telemetry

extension MCPServer {
    /// The catalogue as an MCP server.
    static func products(store: some ProductStore, origins: OriginPolicy, log: Logger) -> MCPServer {
        MCPServer(
            info: ServerInfo(name: "ai-model-gateway-products", title: "Product catalogue", version: "1.0.0"),
            instructions: """
                Product data: prices, availability, ratings, specifications, pictures. Call product_search to find \
                products by words and filters, product_get for all there is to know about one. When a search finds \
                nothing, its suggestions are searches that do.
                """,
            tools: [.productSearch(store, log), .productGet(store, log)],
            origins: origins
        )
    }
}

extension Tool {
    private static let annotations = Annotations(
        isReadOnly: true,
        isDestructive: false,
        isIdempotent: true,
        isOpenWorld: false
    )

    static func productSearch(_ store: some ProductStore, _ log: Logger) -> Tool {
        Tool(
            name: "product_search",
            title: "Search products",
            description: """
                Finds products in the catalogue by words, category, brand, price, availability and rating. Every \
                filter that is given must hold. Returns a page of products with prices and specifications, and how \
                many there are in all.
                """,
            inputSchema: ProductQuery.schema,
            outputSchema: ProductPage.schema,
            annotations: annotations
        ) { call in
            let query: ProductQuery
            do throws(QueryError) {
                query = try ProductQuery(arguments: call.arguments)
            } catch {
                return ToolResult(error: error.message)
            }
            do throws(ProductStoreError) {
                let page = try await store.search(query)
                return ToolResult(text: page.text, structuredContent: .object(page.json))
            } catch {
                return unavailable(error, call, log)
            }
        }
    }

    static func productGet(_ store: some ProductStore, _ log: Logger) -> Tool {
        Tool(
            name: "product_get",
            title: "Get a product",
            description: "Returns everything the catalogue knows about one product, by its productId.",
            inputSchema: [
                "type": "object",
                "properties": [
                    "productId": ["type": "string", "description": "The id, as product_search gives it."]
                ],
                "required": ["productId"],
                "additionalProperties": false,
            ],
            outputSchema: Product.schema,
            annotations: annotations
        ) { call in
            guard let id = call.arguments["productId"]?.string, call.arguments.count == 1 else {
                return ToolResult(error: "Give one argument: productId, a string such as product_search returns.")
            }
            do throws(ProductStoreError) {
                guard let product = try await store.product(id: id) else {
                    return ToolResult(
                        error: "There is no product with the id \(id.prefix(64)). Find ids with product_search."
                    )
                }
                return ToolResult(text: product.fullText, structuredContent: .object(product.json))
            } catch {
                return unavailable(error, call, log)
            }
        }
    }

    /// The operator learns what is wrong; the model, that it is nothing it did.
    private static func unavailable(_ error: ProductStoreError, _ call: ToolCall, _ log: Logger) -> ToolResult {
        log.log(
            .error,
            "the product catalogue failed",
            requestID: call.context.requestID,
            fields: ["reason": .string(error.description)]
        )
        return ToolResult(
            error: """
                The product catalogue can't be reached at the moment. The arguments are not the reason; try again \
                later.
                """
        )
    }
}
