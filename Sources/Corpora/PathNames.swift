import OutsideText

/// What items made of files are called in results, which travel further than the paths of a machine.
///
/// A relative path is the user's own wording and stays. Of an absolute one the name begins with the file or folder that was
/// asked for; where that would give two files one name, with as many of the folders above as tell them apart. Bytes that are
/// not UTF-8 are written as ``PathText/written(_:)`` does.
struct PathNames {
    /// Names of the files, in their order.
    let names: [ExactText]

    /// - Parameter files: paths, no two of the same file, and how the file or the folder above it was named in the question.
    init(_ files: [(path: String, asked: String)]) {
        var parts = files.map { file -> (components: [Substring], kept: Int) in
            let slash = UInt8(ascii: "/")
            guard file.path.utf8.first == slash else { return ([file.path[...]], 1) }
            // The first one, before the slash at the beginning, is empty: with it the path is whole.
            let components = [""] + file.path.utf8.split(separator: slash).map { Substring($0) }
            let above = max(file.asked.utf8.split(separator: slash).count - 1, 0)
            return (components, components.count - 1 - above)
        }
        func name(_ part: (components: [Substring], kept: Int)) -> ExactText {
            ExactText(part.components.suffix(part.kept).joined(separator: "/"))
        }
        while true {
            let alike = Dictionary(grouping: parts.indices) { name(parts[$0]) }.values.filter { $0.count > 1 }
            let longer = alike.joined().filter { parts[$0].kept < parts[$0].components.count }
            guard !longer.isEmpty else { break }
            for place in longer { parts[place].kept += 1 }
        }
        names = parts.map { ExactText(PathText.written(name($0).text)) }
    }
}
