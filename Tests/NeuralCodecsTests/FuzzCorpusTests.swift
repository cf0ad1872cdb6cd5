import Foundation
import FuzzTargets
import Testing

/// Every fuzz target on its seed corpus, where inputs that once broke something are kept too. A broken promise traps.
@Suite struct FuzzCorpusTests {
    @Test(arguments: FuzzTarget.allCases)
    func holdsOnTheCorpus(target: FuzzTarget) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Fuzzing/Corpus/\(target.rawValue)").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 2)
        for file in files { target.run([UInt8](try Data(contentsOf: file))) }
    }
}
