/// What is fuzzed. Each target turns any bytes into calls and traps when a promise is broken; the fuzzer looks for bytes
/// that do, and the tests run every target on the seed corpus.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// The bytes are a compressed stream, from anybody.
    case decoder
    /// The bytes are options and an input to compress.
    case roundTrip = "round-trip"
    /// The bytes are symbols and frequencies, and then a payload.
    case rangeCoder = "range-coder"
    /// The bytes are a file of trained weights, or changes of one.
    case modelFile = "model-file"

    package func run(_ bytes: [UInt8]) {
        switch self {
        case .decoder: fuzzDecoder(bytes)
        case .roundTrip: fuzzRoundTrip(bytes)
        case .rangeCoder: fuzzRangeCoder(bytes)
        case .modelFile: fuzzModelFile(bytes)
        }
    }
}

/// Ends the process when a promise is broken, which is what a fuzzer and a test notice.
func require(_ condition: Bool, _ promise: String) {
    precondition(condition, promise)
}
