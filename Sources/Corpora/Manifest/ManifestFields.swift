import CodecInterface
import Yams

/// The fields of one item or archive, with messages that name the line.
struct ManifestFields {
    let mapping: Node.Mapping
    let line: Int
    let path: String

    init(_ node: Node, path: String) throws(CorpusError) {
        self.path = path
        line = node.mark?.line ?? 1
        guard let mapping = node.mapping else {
            throw .manifest(path: path, line: line, reason: "an item must be a mapping of fields")
        }
        self.mapping = mapping
    }

    func fail(_ name: String, _ reason: String) -> CorpusError {
        .manifest(path: path, line: mapping[name]?.mark?.line ?? line, reason: reason)
    }

    func has(_ name: String) -> Bool { mapping[name] != nil }

    /// A misspelt field would be passed over in silence otherwise.
    func allow(_ names: [String]) throws(CorpusError) {
        for (key, _) in mapping {
            guard let name = key.string, names.contains(name) else {
                throw .manifest(
                    path: path, line: key.mark?.line ?? line,
                    reason: "'\(key.string ?? "?")' is no field; the fields are \(names.joined(separator: ", "))")
            }
        }
    }

    func text(_ name: String) throws(CorpusError) -> String {
        guard let text = mapping[name]?.scalar?.string, !text.isEmpty else { throw fail(name, "'\(name)' is missing") }
        return text
    }

    func identifier(_ name: String) throws(CorpusError) -> String {
        let id = try text(name)
        let isPlain = id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard isPlain, !id.hasPrefix(".") else {
            throw fail(name, "an id has only letters, digits, '-', '_' and '.', and does not begin with a '.'")
        }
        return id
    }

    func hash(_ name: String) throws(CorpusError) -> String {
        let text = try text(name)
        guard SHA256Text.isValid(text) else {
            throw fail(name, "'\(name)' must be 64 lowercase hexadecimal digits")
        }
        return text
    }

    func optionalHash(_ name: String) throws(CorpusError) -> String? { has(name) ? try hash(name) : nil }

    func number(_ name: String, in node: Node.Mapping? = nil) throws(CorpusError) -> Int {
        guard let value = (node ?? mapping)[name]?.int, value >= 0 else {
            throw fail(name, "'\(name)' must be a whole number")
        }
        return value
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ name: String) throws(CorpusError) -> Value
    where Value.RawValue == String {
        let text = try text(name)
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw fail(name, "'\(name)' is '\(text)'; it must be one of \(known)")
        }
        return value
    }

    /// A path inside a package or archive.
    func member() throws(CorpusError) -> String {
        let member = try text("member")
        guard !member.hasPrefix("/"), !member.split(separator: "/").contains("..") else {
            throw fail("member", "'member' is a path inside the package, without a leading '/' and without '..'")
        }
        return member
    }

    /// Where the samples of ``ManifestEntry/Decoding/raster`` lie; nil for everything else.
    func raster(for decoding: ManifestEntry.Decoding) throws(CorpusError) -> BareRaster? {
        guard (decoding == .raster) == has("raster") else {
            throw fail("raster", "'raster' says where samples lie that 'decode: raster' takes; one needs the other")
        }
        guard let node = mapping["raster"] else { return nil }
        guard let fields = node.mapping else { throw fail("raster", "'raster' must be a mapping") }
        let order = fields["order"]?.string
        guard order == "little" || order == "big" else {
            throw fail("raster", "'order' of 'raster' must be little or big")
        }
        let maximum = try number("maximum", in: fields)
        guard (256...65535).contains(maximum) else {
            throw fail("raster", "'maximum' of 'raster' must be 256 to 65535, for samples of two bytes")
        }
        return BareRaster(
            skip: try number("skip", in: fields), width: try number("width", in: fields),
            height: try number("height", in: fields), maximum: maximum, isLittleEndian: order == "little")
    }

    func excerpt() throws(CorpusError) -> ManifestEntry.Excerpt? {
        guard let node = mapping["excerpt"] else { return nil }
        guard let fields = node.mapping else { throw fail("excerpt", "'excerpt' must be a mapping") }
        if fields["bytes"] != nil { return .lines(byteCount: try number("bytes", in: fields)) }
        if fields["frames"] != nil {
            let channels = fields["channels"] == nil ? nil : try number("channels", in: fields)
            return .frames(try number("frames", in: fields), channels: channels)
        }
        guard fields["width"] != nil else {
            throw fail("excerpt", "'excerpt' must have 'bytes', 'frames', or 'x', 'y', 'width' and 'height'")
        }
        return .crop(
            x: try number("x", in: fields), y: try number("y", in: fields), width: try number("width", in: fields),
            height: try number("height", in: fields))
    }
}

extension ManifestArchive {
    init(_ fields: ManifestFields) throws(CorpusError) {
        try fields.allow(["id", "corpus", "url", "bytes", "sha256", "format"])
        id = try fields.identifier("id")
        corpus = try fields.text("corpus")
        url = try fields.text("url")
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw fields.fail("url", "'url' must begin with https:// or http://")
        }
        byteCount = fields.has("bytes") ? try fields.number("bytes") : nil
        sha256 = try fields.hash("sha256")
        format = try fields.choice("format")
    }
}

extension ManifestEntry {
    /// - Parameter archives: those of the manifest.
    init(_ fields: ManifestFields, archives: [ManifestArchive]) throws(CorpusError) {
        try fields.allow([
            "id", "modality", "suites", "what", "why", "source", "licence", "credit", "package", "archive", "member",
            "file_sha256", "decode", "raster", "decoded_sha256", "records", "part", "excerpt", "byte_count", "sha256",
        ])
        id = try fields.identifier("id")
        modality = try fields.choice("modality")
        guard let suites = fields.mapping["suites"]?.sequence?.compactMap(\.string), !suites.isEmpty else {
            throw fields.fail("suites", "'suites' must be a list of names")
        }
        self.suites = suites
        what = try fields.text("what")
        why = try fields.text("why")
        source = try fields.text("source")
        licence = try fields.text("licence")
        credit = try fields.text("credit")
        member = try fields.member()
        decoding = try fields.choice("decode")
        records = fields.has("records") ? try fields.choice("records") : nil
        part = fields.has("part") ? try fields.choice("part") : .all
        guard records == nil || modality == .text && [.none, .gunzip].contains(decoding) else {
            throw fields.fail("records", "only text is divided into records")
        }
        guard records != nil || part == .all else { throw fields.fail("part", "'part' goes with 'records'") }
        raster = try fields.raster(for: decoding)
        excerpt = try fields.excerpt()
        line = fields.line
        if fields.has("archive") {
            let name = try fields.text("archive")
            guard let archive = archives.first(where: { $0.id == name }) else {
                throw fields.fail("archive", "there is no archive '\(name)' in the list of archives")
            }
            origin = .archive(archive)
            // Whatever is in an archive of a known hash is known.
            fileSHA256 = try fields.optionalHash("file_sha256")
            decodedSHA256 = try fields.optionalHash("decoded_sha256")
            byteCount = fields.has("byte_count") ? try fields.number("byte_count") : nil
            sha256 = try fields.optionalHash("sha256")
        } else {
            origin = .debian(package: try fields.text("package"))
            fileSHA256 = try fields.optionalHash("file_sha256")
            decodedSHA256 = try fields.hash("decoded_sha256")
            byteCount = try fields.number("byte_count")
            sha256 = try fields.hash("sha256")
        }
    }
}
