internal import MediaFormats

/// Finds pictures and sound inside any input, by their headers: files of their own, members of an archive, parts of a
/// program or of a database.
///
/// What it takes for a picture and is none costs some bytes, never a wrong one: the models code whatever bytes there are.
struct StretchFinder {
    /// What is shorter is not worth segments of its own.
    private static let smallestStretch = 2048

    /// Where samples begin, how many bytes of them the header promises, and how they lie.
    struct Found {
        enum Layout {
            case pixels(PixelLayout)
            case samples(SampleLayout)
        }

        var start: Int
        var byteCount: Int
        /// Bytes of each stretch that they become, but for the last.
        let partByteCount: Int
        var layout: Layout

        init(start: Int, byteCount: Int, layout: Layout) {
            self.start = start
            self.byteCount = byteCount
            self.layout = layout
            partByteCount = StretchDivision.partByteCount(of: byteCount, layout)
        }

        /// Bytes of a row or a frame.
        var unitByteCount: Int {
            switch layout {
            case .pixels(let layout): layout.bytesPerRow
            case .samples(let layout): layout.bytesPerFrame
            }
        }
    }

    /// What a look at a window brought.
    enum Look {
        case nothing
        case found(Found)
        /// A header speaks of a directory that tells: so many bytes of the window are needed.
        case unclear(byteCount: Int)
    }

    let level: Int

    /// The first picture or sound whose header begins in the first bytes of a window and whose samples begin within its reach.
    ///
    /// - Parameters:
    ///   - window: bytes of the input, as many as are at hand.
    ///   - limit: headers that begin later are left for the next window.
    ///   - reach: samples that begin later belong to no header that is looked for.
    ///   - isBeginning: whether the window is the input's beginning, where a header may leave its length open.
    ///   - canGrow: whether a window of more bytes can be had; otherwise nothing is unclear.
    func first(
        in window: ArraySlice<UInt8>, startingWithin limit: Int, reach: Int, isBeginning: Bool, canGrow: Bool
    ) -> Look {
        window.withUnsafeBytes { bytes in
            for offset in 0..<min(limit, max(bytes.count - 16, 0)) {
                guard Self.mayBegin(bytes[offset], bytes[offset + 1]) else { continue }
                let head = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                var found = Self.picture(head) ?? Self.sound(head, isWhole: isBeginning && offset == 0)
                if found == nil, TIFFRaster.begins(head) {
                    do throws(MediaFormatError) {
                        found = Self.picture(try TIFFRaster(head: head))
                    } catch {
                        let needed = offset + error.offset
                        if error.kind == .incomplete, canGrow, needed <= StretchDivision.largestByteCount {
                            return .unclear(byteCount: needed)
                        }
                    }
                }
                guard var found else { continue }
                // A header that goes on past what is at hand belongs to nothing that begins here.
                guard offset + found.start <= min(bytes.count, reach), found.byteCount >= Self.smallestStretch else {
                    continue
                }
                found.start += window.startIndex + offset
                return .found(found)
            }
            return .nothing
        }
    }

    /// The parameters for a stretch that was found; nil where its model would take too much memory, or bytes suit it better.
    ///
    /// - Parameter bytes: whole rows or frames, at most ``StretchDivision/largestByteCount``.
    func stretch(_ found: Found, bytes: ArraySlice<UInt8>) -> (any MediaStretch)? {
        bytes.withUnsafeBytes { bytes in
            switch found.layout {
            case .pixels(let layout):
                let parameters = PixelParameters(level: level, layout: layout, analysing: bytes)
                return parameters.memoryByteCount <= PixelParameters.memoryLimit
                    ? PixelStretch(parameters: parameters) : nil
            case .samples(let layout):
                guard !SampleAnalysis.isScattered(layout, bytes) else { return nil }
                let parameters = SampleParameters(level: level, layout: layout, analysing: bytes)
                return parameters.memoryByteCount <= SampleParameters.memoryLimit
                    ? SampleStretch(parameters: parameters) : nil
            }
        }
    }

    /// The table that bytes are which are neither pixels nor samples; nil for none.
    ///
    /// - Parameters:
    ///   - position: how many bytes of the input come before them.
    ///   - previous: the table right before them, if there is one.
    func table(_ bytes: [UInt8], position: Int, after previous: InputSegment?) -> (any MediaStretch)? {
        let before = (previous?.stretch as? TableStretch)?.shape.goingOn(after: previous?.raw.count ?? 0)
        return TableSurvey.shape(of: bytes[...], position: position, previous: before).map(TableStretch.init)
    }

    /// Whether a header may begin with two bytes.
    private static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first {
        case 0x50: second >= 0x35 && second <= 0x37  // P5, P6, P7
        case 0x42: second == 0x4D || second == 0x57  // BM, BW64
        case 0x52: second == 0x49 || second == 0x46  // RIFF, RF64
        case 0x72: second == 0x69  // riff of W64
        case 0x46: second == 0x4F  // FORM
        case 0x49, 0x4D: second == first  // TIFF
        default: false
        }
    }

    private static func picture(_ head: UnsafeRawBufferPointer) -> Found? {
        guard head[0] == 0x50 || head[0] == 0x42 && head[1] == 0x4D,
            let picture = try? PictureLayout(head: head, fileByteCount: Int.max / 4),
            picture.encoding == .bytes || picture.encoding == .indices && picture.bitsPerSample == 8
        else { return nil }
        let layout = PixelLayout(
            width: picture.width, channels: picture.channels, bytesPerSample: picture.bitsPerSample / 8,
            isBigEndian: picture.byteOrder == .big, maximumValue: picture.encoding == .indices ? 255 : picture.maximum,
            isBlueFirst: picture.channelOrder == .bgr,
            rowPadding: picture.rowByteCount - picture.width * picture.channels * (picture.bitsPerSample / 8))
        guard PixelParameters.canCode(layout) else { return nil }
        return Found(start: picture.headerByteCount, byteCount: picture.sampleByteCount, layout: .pixels(layout))
    }

    private static func picture(_ raster: TIFFRaster) -> Found? {
        let layout = PixelLayout(
            width: raster.width, channels: raster.channels, bytesPerSample: raster.bytesPerSample,
            isBigEndian: raster.byteOrder == .big, maximumValue: (1 << (8 * raster.bytesPerSample)) - 1)
        guard PixelParameters.canCode(layout) else { return nil }
        return Found(start: raster.start, byteCount: raster.byteCount, layout: .pixels(layout))
    }

    private static func sound(_ head: UnsafeRawBufferPointer, isWhole: Bool) -> Found? {
        guard let sound = try? SoundLayout(head: head, fileByteCount: Int.max / 4), sound.encoding != .float,
            sound.promisedByteCount != nil || isWhole
        else { return nil }
        let layout = SampleLayout(
            channels: sound.channels, bytesPerSample: sound.bytesPerSample, isBigEndian: sound.byteOrder == .big,
            isSigned: sound.encoding == .signed, validBits: sound.validBits)
        guard layout.isValid else { return nil }
        return Found(start: sound.headerByteCount, byteCount: sound.sampleByteCount, layout: .samples(layout))
    }
}
