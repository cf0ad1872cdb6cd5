import Foundation
import OutsideText

/// Why the file tool could not do its work on one input.
enum FileToolError: Error, Equatable {
    case cannotOpen(path: String, reason: String)
    case isDirectory(path: String)
    case cannotCreate(path: String, reason: String)
    case outputExists(path: String)
    case outputIsInput(path: String)
    case hasSuffix(path: String, suffix: String)
    case lacksSuffix(path: String, suffix: String)
    case terminalOutput
    case terminalInput
    case cannotRename(path: String, reason: String)
    case cannotRemove(path: String, reason: String)
}

extension FileToolError: CustomStringConvertible {
    var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "\(VisibleText.path(path)): cannot open: \(reason)"
        case .isDirectory(let path):
            "\(VisibleText.path(path)): is a directory, not a file"
        case .cannotCreate(let path, let reason):
            "\(VisibleText.path(path)): cannot create: \(reason)"
        case .outputExists(let path):
            "\(VisibleText.path(path)): already exists; -f overwrites it"
        case .outputIsInput(let path):
            "\(VisibleText.path(path)): input and output are the same file"
        case .hasSuffix(let path, let suffix):
            "\(VisibleText.path(path)): already has the suffix '\(suffix)'; -f compresses it again, -o names another output"
        case .lacksSuffix(let path, let suffix):
            "\(VisibleText.path(path)): does not end in '\(suffix)', so the output has no name; give one with -o, or use -c"
        case .terminalOutput:
            "compressed data is not written to a terminal; redirect it, name a file with -o, or force it with -f"
        case .terminalInput:
            "compressed data is not read from a terminal; name a file, or force it with -f"
        case .cannotRename(let path, let reason):
            "\(VisibleText.path(path)): the finished output could not be given this name: \(reason)"
        case .cannotRemove(let path, let reason):
            "\(VisibleText.path(path)): compressed, but the input could not be removed: \(reason)"
        }
    }
}

/// What the last failed system call says of itself.
func systemErrorText(_ code: Int32 = errno) -> String {
    String(cString: strerror(code))
}
