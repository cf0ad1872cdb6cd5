// The networks that short streams name by a number, so that they need not spell them out: 1 byte instead of some 30, which is as much as
// the payload of a short record.
//
// The numbers are part of the format: `docs/stream-presets.md` has what each stands for. A level that is tuned again gets a new number
// behind the others, and the old ones go on to mean what they mean there.
extension ModelParameters {
    /// The parameters with a number, by it: the levels of `lstm`, `rnn`, `gru` and `transformer`, weakest first.
    static let presets: [ModelParameters] = [NetworkFamily.lstm, .rnn, .gru, .transformer].flatMap { family in
        family.levels.compactMap { level($0, of: family) }
    }

    /// The number of these parameters; nil where they have none.
    static func preset(of parameters: ModelParameters) -> Int? { presets.firstIndex(of: parameters) }

    /// Set in a byte that is a preset's number.
    static let presetFlag: UInt8 = 0x80
}
