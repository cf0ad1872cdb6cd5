/// One of several equal parts of a model's parameters, so that threads can share an optimiser step.
///
/// Matrices are divided by columns, tables of one-hot rows by row; vectors belong to the first part. The parts do not
/// overlap and what one writes no other reads.
struct UpdatePart {
    let index: Int
    let count: Int

    var isFirst: Bool { index == 0 }

    /// This part's columns of a matrix; bounds are multiples of four, which the kernels want.
    func columns(of total: Int) -> Range<Int> {
        let groups = total / 4
        return 4 * (groups * index / count)..<4 * (groups * (index + 1) / count)
    }

    /// Whether the row with this number belongs to this part.
    func includes(row: Int) -> Bool { row % count == index }
}
