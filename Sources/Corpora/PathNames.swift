/// What items made of files are called in results, which travel further than the paths of a machine.
///
/// A relative path is the user's own wording and stays. Of an absolute one the name begins with the file or folder that was
/// asked for; where that would give two files one name, with as many of the folders above as tell them apart.
struct PathNames {
    /// Names of the files, in their order.
    let names: [String]

    /// - Parameter files: paths, and how the file or the folder above it was named in the question.
    init(_ files: [(path: String, asked: String)]) {
        var parts = files.map { file -> (components: [Substring], kept: Int) in
            guard file.path.hasPrefix("/") else { return ([file.path[...]], 1) }
            let components = file.path.split(separator: "/")
            let above = max(file.asked.split(separator: "/").count - 1, 0)
            return (components, components.count - above)
        }
        func name(_ part: (components: [Substring], kept: Int)) -> String {
            part.components.suffix(part.kept).joined(separator: "/")
        }
        while true {
            let alike = Dictionary(grouping: parts.indices) { name(parts[$0]) }.values.filter { places in
                Set(places.map { files[$0].path }).count > 1
            }
            let longer = alike.joined().filter { parts[$0].kept < parts[$0].components.count }
            guard !longer.isEmpty else { break }
            for place in longer { parts[place].kept += 1 }
        }
        names = parts.map(name)
    }
}
