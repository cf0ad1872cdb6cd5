/// Which pixels of a picture are missing.
package struct PictureMask: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// Row by row from the top.
    package var isMissing: [Bool]

    package init(width: Int, height: Int, isMissing: [Bool]) {
        self.width = width
        self.height = height
        self.isMissing = isMissing
    }

    package var missingCount: Int { isMissing.count { $0 } }
}
