import CSharedLibrary

/// The shared libraries that the program runs with.
package enum SharedLibrary {
    /// The version of the library that holds a function, as its file is named (`libsnappy.so.1.1.9`): for libraries that
    /// cannot be asked. `0` where the name does not say, or the library is part of the program.
    static func version(holding function: String) -> String {
        var path = [CChar](repeating: 0, count: 4096)
        guard ncbench_library_path(function, &path, path.count) == 1 else { return "0" }
        return version(ofPath: String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
            ?? "0"
    }

    /// The numbers between the dots of a file's name: `1.1.9` of `lib/libsnappy.so.1.1.9` and of `libsnappy.1.1.9.dylib`; nil
    /// where there are none.
    package static func version(ofPath path: String) -> String? {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let numbers = name.split(separator: ".").drop { Int($0) == nil }.prefix { Int($0) != nil }
        return numbers.isEmpty ? nil : numbers.joined(separator: ".")
    }
}
