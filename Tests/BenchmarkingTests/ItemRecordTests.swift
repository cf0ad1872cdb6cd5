import Benchmarking
import CodecInterface
import Corpora
import Foundation
import Testing

@Suite struct ItemRecordTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func rowsComeBack() throws {
        let items = [
            try folder.item("a, \"quoted\"", Array("text".utf8), .text),
            try folder.item("p", Array("P6\n2 1\n255\n".utf8) + [1, 2, 3, 4, 5, 6], .image),
            try #require(GeneratedItems.items.first { $0.modality == .audio }),
            try folder.item("damaged", Array("P6\n2 1\n255\n".utf8), .image),
        ]
        let records = items.map { ItemRecord(run: "r", of: $0) }
        try RunFolder(path: folder.path).write(records)
        #expect(RunFolder.readItems(folder.path) == records)
        #expect(records.map { $0.media == nil } == [true, false, false, true])
        #expect(records.map(\.isGenerated) == [false, false, true, false])
        let text = try String(contentsOfFile: folder.path + "/items.csv", encoding: .utf8)
        #expect(text.contains(",17,no,11,6,2,1,,3,8,,6,2\n"))
    }

    @Test func bitsPerSampleAndPixel() throws {
        let picture = ItemRecord(
            run: "r", of: try folder.item("p", Array("P6\n2 1\n255\n".utf8) + [1, 2, 3, 4, 5, 6], .image))
        #expect(picture.bitsPerSample(compressedByteCount: 3) == 4)
        #expect(picture.bitsPerPixel(compressedByteCount: 3) == 12)
        let text = ItemRecord(run: "r", of: try folder.item("t", [65], .text))
        #expect(text.bitsPerSample(compressedByteCount: 3) == nil && text.bitsPerPixel(compressedByteCount: 3) == nil)
    }

    @Test(arguments: [
        "", "run", "r,i,smell,0,1,no,,,,,,,,,,\n", "r,i,image,0,1,no,1,2,-3,4,,3,8,,1,1\n",
        "r,i,image,0,1,no,1,2,2147483648,2147483648,,65535,8,,1,1\n",
        "r,i,audio,0,1,no,1,2,,,140737488355328,65535,8,8000,1,\n",
    ])
    func nonsenseIsLeftOut(row: String) {
        let records = ItemRecord.read((ItemRecord.header + row).utf8)
        #expect(records.allSatisfy { $0.media == nil })
    }
}
