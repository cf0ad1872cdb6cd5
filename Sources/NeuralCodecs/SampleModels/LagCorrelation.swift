/// The correlation of a signal with itself at all lags up to a reach.
enum LagCorrelation {
    /// `Σ signal[n] · signal[n − lag]` for each lag below `reach`.
    ///
    /// - Parameter reach: a power of two.
    static func correlations(_ signal: [Float], reach: Int) -> [Double] {
        let size = 2 * reach
        let transform = FourierTransform(size: size)
        var products = (real: [Double](repeating: 0, count: size), imaginary: [Double](repeating: 0, count: size))
        var begin = 0
        while begin < signal.count {
            // The real part is a piece, the imaginary part the same piece and as much before it; one transform does for both.
            var real = [Double](repeating: 0, count: size)
            var imaginary = real
            let end = min(begin + reach, signal.count)
            for index in begin..<end { real[index - begin] = Double(signal[index]) }
            for index in max(0, begin - reach)..<end { imaginary[index - begin + reach] = Double(signal[index]) }
            transform.run(&real, &imaginary)
            for k in 0..<size {
                let mirror = (size - k) & (size - 1)
                let pieceReal = (real[k] + real[mirror]) / 2
                let pieceImaginary = (imaginary[k] - imaginary[mirror]) / 2
                let longReal = (imaginary[k] + imaginary[mirror]) / 2
                let longImaginary = (real[mirror] - real[k]) / 2
                products.real[k] += pieceReal * longReal + pieceImaginary * longImaginary
                products.imaginary[k] += pieceReal * longImaginary - pieceImaginary * longReal
            }
            begin += reach
        }
        // The inverse is the transform itself of the conjugate.
        for k in 0..<size { products.imaginary[k] = -products.imaginary[k] }
        transform.run(&products.real, &products.imaginary)
        return (0..<reach).map { products.real[reach - $0] / Double(size) }
    }
}

/// A fast Fourier transform of a power of two of complex numbers, from the operations that are the same everywhere.
struct FourierTransform {
    private let size: Int
    /// `e^(−2πik/size)` for k below half the size.
    private let cosines: [Double]
    private let sines: [Double]

    /// - Parameter size: a power of two, at least 4.
    init(size: Int) {
        self.size = size
        // Half angles from the quarter circle down, then sums of angles: each factor is a product of at most log2(size).
        var halves: [(cosine: Double, sine: Double)] = [(0, -1)]
        while 4 << (halves.count - 1) < size {
            let last = halves[halves.count - 1]
            let cosine = ((1 + last.cosine) / 2).squareRoot()
            halves.append((cosine, last.sine / (2 * cosine)))
        }
        var cosines = [1.0]
        var sines = [0.0]
        for half in halves.reversed() {
            for k in cosines.indices {
                cosines.append(cosines[k] * half.cosine - sines[k] * half.sine)
                sines.append(cosines[k] * half.sine + sines[k] * half.cosine)
            }
        }
        self.cosines = cosines
        self.sines = sines
    }

    /// Transforms `real + i · imaginary` in place.
    func run(_ real: inout [Double], _ imaginary: inout [Double]) {
        let size = size
        let shift = size.leadingZeroBitCount + 1
        cosines.withUnsafeBufferPointer { cosines in
            sines.withUnsafeBufferPointer { sines in
                real.withUnsafeMutableBufferPointer { real in
                    imaginary.withUnsafeMutableBufferPointer { imaginary in
                        for index in 0..<size {
                            let mirror = Int(bitPattern: Self.reversed(UInt(bitPattern: index)) >> UInt(shift))
                            if mirror > index {
                                real.swapAt(index, mirror)
                                imaginary.swapAt(index, mirror)
                            }
                        }
                        var half = 1
                        while half < size {
                            let step = size / (2 * half)
                            var start = 0
                            while start < size {
                                for k in 0..<half {
                                    let c = cosines[k * step]
                                    let s = sines[k * step]
                                    let a = start + k
                                    let b = a + half
                                    let x = real[b] * c - imaginary[b] * s
                                    let y = real[b] * s + imaginary[b] * c
                                    real[b] = real[a] - x
                                    imaginary[b] = imaginary[a] - y
                                    real[a] += x
                                    imaginary[a] += y
                                }
                                start += 2 * half
                            }
                            half *= 2
                        }
                    }
                }
            }
        }
    }

    private static func reversed(_ bits: UInt) -> UInt {
        var b = bits
        b = (b >> 1 & 0x5555_5555_5555_5555) | (b & 0x5555_5555_5555_5555) << 1
        b = (b >> 2 & 0x3333_3333_3333_3333) | (b & 0x3333_3333_3333_3333) << 2
        b = (b >> 4 & 0x0F0F_0F0F_0F0F_0F0F) | (b & 0x0F0F_0F0F_0F0F_0F0F) << 4
        return b.byteSwapped
    }
}
