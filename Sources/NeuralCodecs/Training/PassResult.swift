/// What a pass over sequences found.
package struct PassResult: Sendable, Hashable {
    /// Bits that the bytes would have taken, each predicted before it was learnt.
    package var bits = 0.0
    /// Bytes predicted.
    package var byteCount = 0

    /// Bits per byte; 0 for none.
    package var bitsPerByte: Double { byteCount > 0 ? bits / Double(byteCount) : 0 }
}
