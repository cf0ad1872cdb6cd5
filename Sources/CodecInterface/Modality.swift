/// What kind of data an item holds. Codecs made for one kind say which they take; byte codecs take all of them.
public enum Modality: String, Sendable, Codable, CaseIterable, Hashable {
    case text, image, audio, binary
}
