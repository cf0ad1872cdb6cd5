/// A model of pixels on one build of the kernels.
final class PixelEngine<Kernels: PixelKernelSet> {
    private let layout: PixelLayout
    private let planes: Int
    private let isPixelOrder: Bool
    private let isPhotoCD: Bool
    private let arena = Arena()
    private let models: UnsafeMutablePointer<PlaneModel<Kernels>>
    /// For each plane the place of its first byte in a pixel.
    private let offsets: UnsafeMutablePointer<Int>
    /// The value of each rank, where values are coded as ranks; and the rank of each value.
    private let valueOfRank: UnsafeMutablePointer<Int32>
    private let rankOfValue: UnsafeMutablePointer<Int32>
    private let state: UnsafeMutablePointer<Int>
    private let escapes: EscapedPixels
    private let padding: RowPadding

    var allocatedByteCount: Int { arena.byteCount }

    /// What a step between values is worth where all are scaled to 0 to 255.
    static func unit(valueCount: Int) -> Float { valueCount <= 256 ? 1 : 255 / Float(valueCount - 1) }

    init(_ parameters: PixelParameters) {
        layout = parameters.layout
        planes = layout.channels
        isPixelOrder = parameters.settings.isPixelOrder
        isPhotoCD = parameters.settings.isPhotoCD
        let used = parameters.usedValues
        valueOfRank = arena.allocate(used.count, of: Int32.self)
        rankOfValue = arena.allocate(1 << (8 * layout.bytesPerSample), of: Int32.self)
        for (rank, value) in used.enumerated() {
            valueOfRank[rank] = Int32(value)
            rankOfValue[value] = Int32(rank)
        }
        offsets = arena.allocate(planes, of: Int.self)
        for (plane, component) in layout.planeOrder.enumerated() {
            offsets[plane] = component * layout.bytesPerSample
        }
        let valueCount = max(2, used.count)
        let unit = Self.unit(valueCount: valueCount)
        let planeRows = arena.allocate(planes, of: PlaneRows.self)
        let errorRows = arena.allocate(planes, of: UnsafeMutablePointer<Float>.self)
        models = arena.allocate(planes, of: PlaneModel<Kernels>.self)
        state = arena.allocate(1, of: Int.self)
        for plane in 0..<planes {
            planeRows[plane] = PlaneRows(
                width: layout.width, unit: unit, initialValue: valueCount / 2, in: arena)
        }
        let expected = arena.allocate(1, of: Int32.self)
        escapes = EscapedPixels(width: layout.width, in: arena)
        padding = RowPadding(count: layout.rowPadding, in: arena)
        for plane in 0..<planes {
            models[plane] = PlaneModel(
                plane: plane, planes: planes, width: layout.width, valueCount: valueCount,
                settings: parameters.settings, planeRows: planeRows, errorRows: errorRows, expected: expected, in: arena
            )
        }
    }

    /// Codes one row of pixels.
    ///
    /// - Parameters:
    ///   - source: the row's bytes; nil in a decoder.
    ///   - destination: where the row's bytes go; nil in an encoder.
    @inline(__always)
    func codeRow<Coder: BitCoder>(
        source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        let row = state[0]
        state[0] = row &+ 1
        if isPhotoCD {
            for plane in 0..<planes { models[plane].beginRow(row) }
            for column in 0..<layout.width {
                codePhotoCDPixel(column, row: row, source: source, destination: destination, with: &coder)
            }
            for plane in 0..<planes { models[plane].endRow(row, isLearnt: !Coder.choosesValues) }
        } else if isPixelOrder {
            for plane in 0..<planes { models[plane].beginRow(row) }
            for column in 0..<layout.width {
                for plane in 0..<planes {
                    codeSample(plane, column, source: source, destination: destination, with: &coder)
                }
            }
            for plane in 0..<planes { models[plane].endRow(row, isLearnt: !Coder.choosesValues) }
        } else {
            for plane in 0..<planes {
                codeColumns(
                    0..<layout.width, plane: plane, row: row, source: source, destination: destination, with: &coder)
            }
        }
        codePadding(source: source, destination: destination, with: &coder)
    }

    /// Codes a part of a plane in a row, where planes have coders of their own. The padding comes with the last plane.
    @inline(__always)
    func code<Coder: BitCoder>(
        _ part: PlanePart, source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        codeColumns(
            part.columns, plane: part.plane, row: part.row, source: source, destination: destination, with: &coder)
        if part.plane == planes - 1, part.columns.upperBound == layout.width {
            codePadding(source: source, destination: destination, with: &coder)
        }
    }

    /// Codes columns of a plane in a row, whose begin and end are at the row's first and last column.
    @inline(never)
    private func codeColumns<Coder: BitCoder>(
        _ columns: Range<Int>, plane: Int, row: Int, source: UnsafeRawPointer?,
        destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        if columns.lowerBound == 0 { models[plane].beginRow(row) }
        for column in columns {
            codeSample(plane, column, source: source, destination: destination, with: &coder)
        }
        if columns.upperBound == layout.width { models[plane].endRow(row, isLearnt: !Coder.choosesValues) }
    }

    @inline(__always)
    private func codePadding<Coder: BitCoder>(
        source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?, with coder: inout Coder
    ) {
        let end = layout.pixelBytesPerRow
        padding.code(source: source.map { $0 + end }, destination: destination.map { $0 + end }, with: &coder)
    }

    @inline(__always)
    private func codeSample<Coder: BitCoder>(
        _ plane: Int, _ column: Int, source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?,
        with coder: inout Coder
    ) {
        let place = column &* planes &* layout.bytesPerSample &+ offsets[plane]
        var rank = 0
        if let source { rank = Int(rankOfValue[value(at: source + place)]) }
        rank = models[plane].code(rank, column: column, with: &coder)
        if let destination { store(Int(valueOfRank[rank]), at: destination + place) }
    }

    /// Codes a pixel as luma and chroma, or, where there are none that give it, says so and codes it as it is.
    @inline(__always)
    private func codePhotoCDPixel<Coder: BitCoder>(
        _ column: Int, row: Int, source: UnsafeRawPointer?, destination: UnsafeMutableRawPointer?,
        with coder: inout Coder
    ) {
        var pixel = PhotoCDColours.Pixel(red: 0, green: 0, blue: 0)
        var encoded = PhotoCDColours.Encoded(luma: 0, first: 0, second: 0)
        var isEscaped = false
        if let source {
            let place = source + 3 &* column
            pixel.green = Int(place.load(fromByteOffset: offsets[0], as: UInt8.self))
            pixel.red = Int(place.load(fromByteOffset: offsets[1], as: UInt8.self))
            pixel.blue = Int(place.load(fromByteOffset: offsets[2], as: UInt8.self))
            let expected = expectedColour(column, row: row)
            let found =
                pixel.isClipped ? PhotoCDColours.nearest(pixel, to: expected) : PhotoCDColours.exact(pixel)
            isEscaped = found == nil
            encoded = found ?? expected
        }
        isEscaped = escapes.code(isEscaped, column: column, row: row, with: &coder)
        encoded.luma = models[0].code(encoded.luma, column: column, with: &coder)
        encoded.first = models[1].code(encoded.first, column: column, with: &coder)
        encoded.second = models[2].code(encoded.second, column: column, with: &coder)
        if isEscaped {
            pixel.green = EscapedPixels.codeByte(pixel.green, with: &coder)
            pixel.red = EscapedPixels.codeByte(pixel.red, with: &coder)
            pixel.blue = EscapedPixels.codeByte(pixel.blue, with: &coder)
        } else {
            pixel = PhotoCDColours.pixel(encoded)
        }
        if let destination {
            let place = destination + 3 &* column
            place.storeBytes(of: UInt8(truncatingIfNeeded: pixel.green), toByteOffset: offsets[0], as: UInt8.self)
            place.storeBytes(of: UInt8(truncatingIfNeeded: pixel.red), toByteOffset: offsets[1], as: UInt8.self)
            place.storeBytes(of: UInt8(truncatingIfNeeded: pixel.blue), toByteOffset: offsets[2], as: UInt8.self)
        }
    }

    /// Luma and chroma as the neighbours have them; an encoder's choice where several give the same clipped pixel.
    private func expectedColour(_ column: Int, row: Int) -> PhotoCDColours.Encoded {
        let rows = models[0].rows
        let luma = rows[0]
        func chroma(_ r: PlaneModel<Kernels>.Rows) -> Int {
            let expectation = SubsampledContexts.expectation(
                r.values + column, r.valuesNorth + column, r.valuesNorthNorth + column,
                phase: column & 1 | (row & 1) << 1, predicted: r.values[column - 1])
            return min(max(Int(expectation.value), 0), 255)
        }
        return PhotoCDColours.Encoded(
            luma: Int(luma.values[column - 1] + luma.valuesNorth[column]) / 2, first: chroma(rows[1]),
            second: chroma(rows[2]))
    }

    @inline(__always)
    private func value(at place: UnsafeRawPointer) -> Int {
        let first = Int(place.load(as: UInt8.self))
        guard layout.bytesPerSample == 2 else { return first }
        let second = Int(place.load(fromByteOffset: 1, as: UInt8.self))
        return layout.isBigEndian ? first << 8 | second : second << 8 | first
    }

    @inline(__always)
    private func store(_ value: Int, at place: UnsafeMutableRawPointer) {
        guard layout.bytesPerSample == 2 else {
            place.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
            return
        }
        let high = UInt8(truncatingIfNeeded: value >> 8)
        let low = UInt8(truncatingIfNeeded: value)
        place.storeBytes(of: layout.isBigEndian ? high : low, as: UInt8.self)
        place.storeBytes(of: layout.isBigEndian ? low : high, toByteOffset: 1, as: UInt8.self)
    }
}
