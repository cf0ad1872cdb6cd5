package import CodecInterface

typealias Family = CodecInformation.Family

/// Which family a codec belongs to, and how reports show it. Their signs in plots are drawn by ``Drawing``, in colours of
/// `plot.css` that stay apart for colour-blind readers.
extension CodecInformation.Family {
    /// In the order of keys and filters.
    static let listed: [Self] = [.neural, .hybrid, .classical]

    /// The family of a codec or program by its name, which is all that a results file tells; classical unless the name says
    /// otherwise.
    ///
    /// Codecs that are a network are named after it (`lstm`, `gru-…`). Of those that join networks with other models, and of
    /// foreign programs, the well-known ones are listed. What follows a name behind `-`, `_` or `.`, such as a version, makes
    /// no other family of it.
    package init(named name: String) {
        func isNamed(after known: String) -> Bool {
            guard name.utf8.starts(with: known.utf8) else { return false }
            return name.utf8.dropFirst(known.utf8.count).first.map { "-_.".utf8.contains($0) } ?? true
        }
        self = Self.names.first { $0.names.contains(where: isNamed) }?.family ?? .classical
    }

    private static let names: [(family: Self, names: [String])] = [
        (
            .neural,
            [
                "lstm", "gru", "rnn", "qrnn", "transformer", "neural", "nncp", "bellard-nncp", "trace",
                "tensorflow-compress", "dzip", "deepzip", "ts_zip", "llama-zip",
            ]
        ),
        // The branches of PAQ here can join an LSTM with their contexts; whether one did depends on its options.
        (
            .hybrid,
            [
                "mix", "cmix", "fast-cmix", "fx-cmix", "fx2-cmix", "starlit", "gmix", "paq8px", "paq8pxd", "paq8gen",
                "paq8sk",
            ]
        ),
    ]

    /// Whether a network takes part: names of such codecs stand out.
    var hasNetwork: Bool { self != .classical }

    /// The sign as a character, as plots draw it.
    var sign: String {
        switch self {
        case .neural: "◆"
        case .hybrid: "■"
        case .classical: "●"
        }
    }

    /// The mark before names on a terminal, not all of which have the signs.
    var terminalMark: String {
        switch self {
        case .neural: "*"
        case .hybrid: "+"
        case .classical: " "
        }
    }

    /// The family whose sign stands for all of `families` in a key: the least conspicuous one.
    static func plainest(of families: some Sequence<Self>) -> Self {
        let present = Set(families)
        return listed.last(where: present.contains) ?? .classical
    }
}
