#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of this process that are paths, whatever their bytes, as ``PathText`` has them.
public enum ProcessText {
    /// A variable of the environment; nil where it is not set.
    public static func environmentVariable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return PathText.text(of: UnsafeRawBufferPointer(start: value, count: strlen(value)))
    }

    /// The folder that relative paths begin in; `.` where it is gone.
    public static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return PathText.text(of: UnsafeRawBufferPointer(start: path, count: strlen(path)))
    }

    /// The program, as it was called.
    public static var calledAs: String {
        guard let word = CommandLine.unsafeArgv[0] else { return "" }
        return PathText.text(of: UnsafeRawBufferPointer(start: word, count: strlen(word)))
    }
}
