extension Kernels {
    /// `output += weights · input`: one step of a layer.
    ///
    /// - Parameters:
    ///   - weights: `columns` × `rows`, one column (all outputs of one input) after the other.
    ///   - input: `columns` values; any alignment.
    ///   - output: `rows` values.
    package static func accumulateProduct(
        weights: UnsafePointer<Float>, input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
        columns: Int, rows: Int
    ) {
        accumulateProduct(
            weights: weights, stride: rows, input: input, output: output, columns: columns, rows: rows)
    }

    /// The same with the first rows of a matrix.
    ///
    /// - Parameter stride: how far apart columns lie, in floats; a multiple of eight.
    @inline(__always)
    package static func accumulateProduct(
        weights: UnsafePointer<Float>, stride columnStride: Int, input: UnsafePointer<Float>,
        output: UnsafeMutablePointer<Float>, columns: Int, rows: Int
    ) {
        let stride = rows / 8
        // Blocks as wide as the registers allow and as equal as can be: a narrow one left over would cost as much as a
        // wide one, since it waits for its own chain.
        let blocks = (stride + 11) / 12
        var begin = 0
        for block in 0..<blocks {
            let end = stride * (block + 1) / blocks
            let place = Place(
                column: weights.vectors + begin, stride: columnStride / 8, input: input, output: output.vectors + begin,
                columns: columns)
            switch end - begin {
            case 1: place.accumulate(OneVector.self)
            case 2: place.accumulate(TwoVectors.self)
            case 3: place.accumulate(ThreeVectors.self)
            case 4: place.accumulate(FourVectors.self)
            case 5: place.accumulate(FiveVectors.self)
            case 6: place.accumulate(SixVectors.self)
            case 7: place.accumulate(SevenVectors.self)
            case 8: place.accumulate(EightVectors.self)
            case 9: place.accumulate(NineVectors.self)
            case 10: place.accumulate(TenVectors.self)
            case 11: place.accumulate(ElevenVectors.self)
            default: place.accumulate(TwelveVectors.self)
            }
            begin = end
        }
    }

    /// Where a block of outputs and its weights lie.
    private struct Place {
        let column: UnsafePointer<Vector>
        let stride: Int
        let input: UnsafePointer<Float>
        let output: UnsafeMutablePointer<Vector>
        let columns: Int

        @inline(__always) func accumulate<Block: RegisterBlock>(_: Block.Type) {
            var column = column
            var block = Block(output)
            for c in 0..<columns {
                block.add(column, times: Vector(repeating: input[c]))
                column += stride
            }
            block.store(to: output)
        }
    }

    /// `output += row` for each of `count` rows in turn: what one-hot inputs add to a layer.
    package static func accumulateRows(
        _ rows: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, output: UnsafeMutablePointer<Float>, length: Int
    ) {
        let output = output.vectors
        for v in 0..<length / 8 {
            var sum = output[v]
            for index in 0..<count { sum += rows[index].vectors[v] }
            output[v] = sum
        }
    }
}
