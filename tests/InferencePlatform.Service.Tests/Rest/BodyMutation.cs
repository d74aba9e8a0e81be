namespace InferencePlatform.Service.Tests.Rest;

/// <summary>Valid bodies, and ways to spoil them.</summary>
internal static class BodyMutation
{
    private static readonly string[] Pieces =
    [
        "[", "]", "{", "}", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "-1", "0", "1e999", "NaN", "\"NaN\"", "99999999999999999999",
        "[[", "]]", "\"data\"", "\"shape\"", "\"name\"", "\"binary_data_size\":3", "\u00e9", "\0", " ",
    ];

    public static (string Path, string Json, int Binary)[] Samples { get; } =
    [
        ("/v2/models/mixed_types/infer", """{"id":"a\n","inputs":[{"name":"f","shape":[1,3],"datatype":"FP64","data":[[0.5,1,2]]},{"name":"s","shape":[2],"datatype":"BYTES","data":["a","\u00e9"]},{"data":[1,2],"name":"n","shape":[2],"datatype":"INT32","parameters":{}}],"outputs":[{"name":"s_out"}]}""", 0),
        ("/v2/models/two_in_two_out/infer", """{"inputs":[{"name":"a","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}},{"name":"b","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"parameters":{"binary_data_output":true}}""", 16),
        ("/v2/models/identity_bytes/infer", """{"inputs":[{"name":"x","shape":[2,2],"datatype":"BYTES","data":[["","b"],["\ud83c\udf0d","\"\\"]]}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""", 0),
        ("/v1/models/example_model:predict", """{"inputs":[[1,2.5],[-3e2,"NaN"]]}""", 0),
    ];

    public static byte[] Change(Random random, List<byte> body)
    {
        for (var changes = random.Next(0, 4); changes > 0; changes--)
        {
            var at = random.Next(body.Count);
            switch (random.Next(6))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, Math.Min(random.Next(1, 8), body.Count - at));
                    break;
                case 2:
                    body.RemoveRange(at, body.Count - at);
                    break;
                case 3:
                    body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 40), body.Count - at)));
                    break;
                default:
                    body.InsertRange(at, System.Text.Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }

            if (body.Count == 0)
            {
                break;
            }
        }

        return [.. body];
    }
}
