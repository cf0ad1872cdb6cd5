/// The coder of method 2: bytes, pixels and samples, each with the model made for them.
final class MixSegmentCoder: SegmentCoder {
    /// What the segment at hand is coded with.
    private enum Current {
        case bytes
        case table(TableShape)
        case pixels(PixelModel, PixelLayout)
        case planes(PlaneCoder, PixelLayout)
        case samples(SampleModel, SampleLayout)
    }

    private static var bytesPerPiece: Int { 1 << 13 }
    private static var bytesPerPart: Int { 1 << 10 }

    private let parameters: MixParameters
    private let threads: Int
    private let allowance: ThreadAllowance
    private let kernels: KernelBuild
    private let memoryLimit: Int
    /// Made when the first plain bytes come: a picture alone needs none of it.
    private var byteCoder: MixByteCoder?
    private var current = Current.bytes
    /// That of the last table or plain bytes, which the byte coder is told of.
    private var shape = TableShape.none
    /// Bytes of the present table that were coded.
    private var tablePosition = 0

    /// - Parameters:
    ///   - parameters: of the stream.
    ///   - threads: threads that networks may use; the bytes do not depend on it.
    ///   - allowance: threads that planes of a picture may use together with other coders at work; nil for `threads`.
    ///   - memoryLimit: bytes that a stretch's model may take.
    ///   - kernels: which build of the kernels to use; the fastest this processor runs unless a test asks for another.
    init(
        parameters: MixParameters, threads: Int, allowance: ThreadAllowance? = nil, memoryLimit: Int,
        kernels: KernelBuild = .fastest
    ) {
        self.parameters = parameters
        self.threads = threads
        // The calling thread is one of them.
        self.allowance = allowance ?? ThreadAllowance(threads: threads - 1)
        self.memoryLimit = memoryLimit
        self.kernels = kernels
    }

    var declaresSymbols: Bool { parameters.networks != nil }

    func addSymbols(_ values: [UInt8]) {
        madeByteCoder().addSymbols(values)
    }

    func keepState() { madeByteCoder().keepState() }

    func restoreState() {
        current = .bytes
        shape = .none
        tablePosition = 0
        madeByteCoder().restoreState()
    }

    private func madeByteCoder() -> MixByteCoder {
        if let byteCoder { return byteCoder }
        let made = MixByteCoder(parameters: parameters, threads: threads, kernels: kernels)
        byteCoder = made
        return made
    }

    func beginEncoding(_ stretch: (any MediaStretch)?, isContinued: Bool) {
        if !isContinued { begin(stretch) }
        if case .planes(let coder, _) = current { coder.beginEncoding() }
    }

    private func begin(_ stretch: (any MediaStretch)?) {
        switch stretch {
        case let pixels as PixelStretch: begin(pixels.parameters)
        case let samples as SampleStretch:
            current = .bytes
            current = .samples(SampleModel(parameters: samples.parameters, kernels: kernels), samples.parameters.layout)
        case let table as TableStretch:
            begin(table.shape)
        default: beginBytes()
        }
    }

    private func begin(_ parameters: PixelParameters) {
        // The model before goes before this one comes.
        current = .bytes
        let layout = parameters.layout
        current =
            parameters.arePlanesApart
            ? .planes(PlaneCoder(parameters: parameters, threads: allowance, kernels: kernels), layout)
            : .pixels(PixelModel(parameters: parameters, kernels: kernels), layout)
    }

    private func begin(_ shape: TableShape) {
        current = .table(shape)
        self.shape = shape
        tablePosition = 0
        madeByteCoder().begin(shape)
    }

    private func beginBytes() {
        if shape != .none { madeByteCoder().begin(.none) }
        shape = .none
        current = .bytes
    }

    func beginDecoding(_ content: SegmentContent, rawByteCount: Int, payload: inout ArraySlice<UInt8>)
        throws(SegmentCoderError)
    {
        switch content {
        case .bytes:
            beginBytes()
        case .table:
            guard let shape = TableShape(decoding: &payload) else {
                throw .damaged(reason: "a segment of a table that says no shape")
            }
            begin(shape)
        case .pixels:
            current = .bytes
            let parameters = try read(from: &payload) { (bytes) throws(MediaParametersError) in
                try PixelParameters(decoding: &bytes)
            }
            try check(parameters.memoryByteCount)
            begin(parameters)
        case .samples:
            current = .bytes
            let parameters = try read(from: &payload) { (bytes) throws(MediaParametersError) in
                try SampleParameters(decoding: &bytes)
            }
            try check(parameters.memoryByteCount)
            current = .samples(SampleModel(parameters: parameters, kernels: kernels), parameters.layout)
        case .continued:
            switch current {
            case .pixels, .planes, .samples: break
            case .bytes, .table: throw .damaged(reason: "a stretch goes on that has not begun")
            }
        }
        guard rawByteCount % unitByteCount == 0 else {
            throw .damaged(reason: "a segment of pixels or samples that ends inside a row or a frame")
        }
        if case .planes(let coder, _) = current {
            try coder.beginDecoding(rawByteCount: rawByteCount, payload: &payload)
        }
    }

    private func read<Parameters>(
        from payload: inout ArraySlice<UInt8>,
        _ decode: (inout ArraySlice<UInt8>) throws(MediaParametersError) -> Parameters
    ) throws(SegmentCoderError) -> Parameters {
        do throws(MediaParametersError) {
            return try decode(&payload)
        } catch {
            if case .tooLarge(let needed, let limit) = error {
                throw .memoryLimitExceeded(needed: needed, limit: limit)
            }
            throw .damaged(reason: error.description)
        }
    }

    private func check(_ needed: Int) throws(SegmentCoderError) {
        guard needed <= memoryLimit else { throw .memoryLimitExceeded(needed: needed, limit: memoryLimit) }
    }

    private var unitByteCount: Int {
        switch current {
        case .bytes, .table: 1
        case .pixels(_, let layout), .planes(_, let layout): layout.bytesPerRow
        case .samples(_, let layout): layout.bytesPerFrame
        }
    }

    var pieceByteCount: Int { max(fewestUnits, Self.bytesPerPiece / unitByteCount) * unitByteCount }

    var partByteCount: Int {
        switch current {
        // The networks' windows end with each call.
        case .bytes: Self.bytesPerPart % (parameters.networks?.horizon ?? 1) == 0 ? Self.bytesPerPart : pieceByteCount
        // Numbers are turned round within what is handed over; planes side by side wait for each other at its end.
        case .table, .planes: pieceByteCount
        case .pixels, .samples: max(1, Self.bytesPerPart / unitByteCount) * unitByteCount
        }
    }

    /// Rows that planes side by side get at a time: at the end of the last one threads wait for each other.
    private var fewestUnits: Int {
        if case .planes = current { 16 } else { 1 }
    }

    func encode(_ bytes: UnsafeRawBufferPointer, with encoder: inout RangeEncoder) {
        switch current {
        case .bytes: madeByteCoder().encode(bytes, with: &encoder)
        case .table(let shape):
            var turned = Array(bytes)
            turned.withUnsafeMutableBytes { turned in
                shape.reverseNumbers(turned, position: tablePosition)
                madeByteCoder().encode(UnsafeRawBufferPointer(turned), with: &encoder)
            }
            tablePosition += bytes.count
        case .pixels(let model, _): model.encode(bytes, with: &encoder)
        case .planes(let coder, _): coder.encode(bytes)
        case .samples(let model, _): model.encode(bytes, with: &encoder)
        }
    }

    func endEncoding(_ payload: [UInt8]) -> [UInt8] {
        if case .planes(let coder, _) = current { coder.endEncoding() } else { payload }
    }

    func decode(into bytes: UnsafeMutableRawBufferPointer, with decoder: inout RangeDecoder)
        throws(RangeDecoderError)
    {
        switch current {
        case .bytes: try madeByteCoder().decode(into: bytes, with: &decoder)
        case .table(let shape):
            try madeByteCoder().decode(into: bytes, with: &decoder)
            shape.reverseNumbers(bytes, position: tablePosition)
            tablePosition += bytes.count
        case .pixels(let model, _): try model.decode(into: bytes, with: &decoder)
        case .planes(let coder, _): try coder.decode(into: bytes)
        case .samples(let model, _): try model.decode(into: bytes, with: &decoder)
        }
    }
}

/// Rows of pixels and the parameters of their model.
struct PixelStretch: MediaStretch {
    let parameters: PixelParameters
    var content: SegmentContent { .pixels }
    var encodedParameters: [UInt8] { parameters.encoded }
    var unitByteCount: Int { parameters.layout.bytesPerRow }
}

/// Frames of samples and the parameters of their model.
struct SampleStretch: MediaStretch {
    let parameters: SampleParameters
    var content: SegmentContent { .samples }
    var encodedParameters: [UInt8] { parameters.encoded }
    var unitByteCount: Int { parameters.layout.bytesPerFrame }
}

/// Bytes that lie in a table.
struct TableStretch: MediaStretch {
    let shape: TableShape
    var content: SegmentContent { .table }
    var encodedParameters: [UInt8] { shape.encoded }
    var unitByteCount: Int { 1 }
}
