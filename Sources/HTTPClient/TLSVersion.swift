/// A version of TLS.
package enum TLSVersion: Sendable { case v1_2, v1_3 }
