internal import NeuralKernels
internal import NeuralKernelsAVX2

/// Codes bytes of any kind as `mix` does: contexts mixed with each other and, on levels that have them, with networks.
package final class MixByteCoder {
    /// The loop for one build of the kernels; an enum rather than an existential so that each is specialised.
    private enum Core {
        case portable(MixLoop<NeuralKernels.Kernels>)
        case avx2(MixLoop<NeuralKernelsAVX2.Kernels>)
    }

    private let core: Core

    /// - Parameters:
    ///   - parameters: of the stream.
    ///   - threads: threads that networks may use; the bytes do not depend on it.
    ///   - kernels: which build of the kernels to use; the fastest this processor runs unless a test asks for another.
    package init(parameters: MixParameters, threads: Int = 1, kernels: KernelBuild = .fastest) {
        core =
            switch kernels {
            case .portable: .portable(MixLoop(parameters, threads: threads))
            case .avx2: .avx2(MixLoop(parameters, threads: threads))
            }
    }

    /// Declares byte values that may occur from here on, which networks need to know.
    package func addSymbols(_ values: [UInt8]) {
        switch core {
        case .portable(let loop): loop.addSymbols(values)
        case .avx2(let loop): loop.addSymbols(values)
        }
    }

    /// Begins bytes that lie in a table, or in none; the numbers of a little-endian one come turned round.
    func begin(_ shape: TableShape) {
        switch core {
        case .portable(let loop): loop.begin(shape)
        case .avx2(let loop): loop.begin(shape)
        }
    }

    /// Codes bytes, all of whose values are declared.
    package func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        switch core {
        case .portable(let loop): loop.encode(bytes, with: &encoder)
        case .avx2(let loop): loop.encode(bytes, with: &encoder)
        }
    }

    /// Fills `bytes` with what `decoder` holds: a payload, or an idea of its own.
    ///
    /// - Throws: ``RangeDecoderError/payloadUsedUp`` when the payload cannot hold that many bytes.
    package func decode<Decoder: BitCoder>(
        into bytes: UnsafeMutableRawBufferPointer, with decoder: inout Decoder
    ) throws(RangeDecoderError) {
        switch core {
        case .portable(let loop): try loop.decode(into: bytes, with: &decoder)
        case .avx2(let loop): try loop.decode(into: bytes, with: &decoder)
        }
    }

    /// Goes on with bytes of `choose`'s, from which nothing is learnt.
    ///
    /// - Parameters:
    ///   - values: the byte values that may come, all of them declared.
    ///   - choose: gets how many they are and the probability of each by its number, and returns one's number.
    package func generate(
        into bytes: UnsafeMutableRawBufferPointer, of values: [UInt8], choose: (Int, (Int) -> Double) -> Int
    ) {
        switch core {
        case .portable(let loop): loop.generate(into: bytes, of: values, choose: choose)
        case .avx2(let loop): loop.generate(into: bytes, of: values, choose: choose)
        }
    }

    /// Remembers all that was learnt, to go back to it by ``restoreState()``.
    func keepState() {
        switch core {
        case .portable(let loop): loop.keepState()
        case .avx2(let loop): loop.keepState()
        }
    }

    /// Goes back to what ``keepState()`` remembered; does nothing where nothing was.
    func restoreState() {
        switch core {
        case .portable(let loop): loop.restoreState()
        case .avx2(let loop): loop.restoreState()
        }
    }

    /// Bytes of memory this coder holds.
    package var allocatedByteCount: Int {
        switch core {
        case .portable(let loop): loop.allocatedByteCount
        case .avx2(let loop): loop.allocatedByteCount
        }
    }
}
