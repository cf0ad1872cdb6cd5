import MediaFormats

/// Notes on many files: each is said once, with the first file's name and how many others it holds for. What is left out of
/// files of one format is one note.
struct GroupedNotes {
    private struct Group {
        var note: MediaNote
        let first: String
        var count = 1
    }

    private var groups: [Group] = []
    private var places: [MediaNote: Int] = [:]

    mutating func add(_ note: MediaNote, path: String) {
        var key = note
        if case .leftOut(let format, _) = note { key = .leftOut(format, []) }
        guard let place = places[key] else {
            places[key] = groups.count
            return groups.append(Group(note: note, first: path))
        }
        groups[place].count += 1
        if case .leftOut(let format, let names) = note, case .leftOut(_, let known) = groups[place].note {
            groups[place].note = .leftOut(format, known + names.filter { !known.contains($0) })
        }
    }

    /// The lines, in the order in which they came up.
    var lines: [String] {
        groups.map { group in
            let others = group.count == 1 ? "" : " and \(group.count - 1) other\(group.count == 2 ? "" : "s")"
            return "'\(group.first)'\(others): \(group.note)"
        }
    }
}
