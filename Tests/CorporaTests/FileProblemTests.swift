import Corpora
import Foundation
import Testing

/// Problems with files are told in the system's words.
@Suite struct FileProblemTests {
    @Test func foldersAreMadeWithThoseAbove() throws {
        let folder = try TemporaryFolder()
        try FileProblem.createFolder(folder.path + "/a/b/c/")
        try FileProblem.createFolder(folder.path + "/a/b")
        var isFolder: ObjCBool = false
        #expect(
            FileManager.default.fileExists(atPath: folder.path + "/a/b/c", isDirectory: &isFolder) && isFolder.boolValue
        )
    }

    @Test func whatIsInTheWayIsNamed() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        func reason(_ path: String) -> String? {
            do throws(FileProblem) {
                try FileProblem.createFolder(path)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason(file) == "a file of this name is there")
        #expect(reason(file + "/x") == "'\(file)' is not a folder")
        #expect(reason(file + "/x/y/z") == "'\(file)' is not a folder")
        #expect(reason(folder.path + "/" + String(repeating: "x", count: 300)) == "File name too long")
        #expect(reason("/proc/none/of this") == "No such file or directory")
    }

    @Test(arguments: [
        CocoaError.Code.fileWriteOutOfSpace, .fileWriteVolumeReadOnly, .fileNoSuchFile, .fileReadNoSuchFile,
        .fileReadNoPermission, .fileWriteNoPermission, .fileWriteFileExists, .fileWriteUnknown, .fileReadUnknown,
    ])
    func foundationsWordsAreTranslated(code: CocoaError.Code) {
        let reason = FileProblem.reason(CocoaError(code))
        #expect(!reason.contains("NSCocoaErrorDomain") && !reason.contains("operation") && !reason.isEmpty)
    }

    @Test func theCauseCounts() {
        let cause = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOSPC))
        let error = NSError(domain: NSCocoaErrorDomain, code: 512, userInfo: [NSUnderlyingErrorKey: cause])
        #expect(FileProblem.reason(error) == "No space left on device")
    }
}
