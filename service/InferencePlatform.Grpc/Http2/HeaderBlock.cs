namespace InferencePlatform.Grpc.Http2;

/// <summary>A header block of which CONTINUATION frames are still to come.</summary>
/// <param name="Stream">Its stream; 0 where there is none under way.</param>
/// <param name="EndsStream">Whether the client's side of the stream ends with it.</param>
/// <param name="Bytes">What of it is here.</param>
/// <param name="Frames">CONTINUATION frames so far.</param>
internal readonly record struct HeaderBlock(int Stream, bool EndsStream, byte[] Bytes, int Frames);
