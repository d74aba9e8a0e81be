using System.Runtime.CompilerServices;
using InferencePlatform.Service.Inference;

namespace InferencePlatform.Service.Rest.Json;

/// <summary>How arrays lie in arrays: the length of each level, found while they are read.</summary>
internal struct Nesting(string input)
{
    public const int MaxLevels = 64;

    private Levels _lengths;
    private Levels _counts;
    private int _level;
    private int _elementLevel;

    /// <summary>Levels seen; 1 is a flat array.</summary>
    public int Rank { get; private set; }

    /// <summary>Whether the outermost array has ended.</summary>
    public readonly bool Done => Rank > 0 && _level == 0;

    /// <summary>The length of each level; only where <see cref="Done"/>.</summary>
    public readonly long[] Lengths()
    {
        var lengths = new long[Rank];
        for (var i = 0; i < Rank; i++)
        {
            lengths[i] = _lengths[i] - 1;
        }

        return lengths;
    }

    public void Open()
    {
        if (_level == MaxLevels || (_elementLevel != 0 && _level >= _elementLevel))
        {
            throw Ragged();
        }

        if (_level > 0)
        {
            _counts[_level - 1]++;
        }

        _counts[_level++] = 0;
        Rank = Math.Max(Rank, _level);
    }

    /// <summary>Counts elements that lie in the array opened last.</summary>
    public void AddElements(long count)
    {
        _elementLevel = _elementLevel == 0 ? _level : _elementLevel;
        if (_level != _elementLevel || _level != Rank)
        {
            throw Ragged();
        }

        _counts[_level - 1] += count;
    }

    public void Close()
    {
        // A length is kept plus one, so that zero says that none is known yet.
        var length = _counts[--_level] + 1;
        if (_lengths[_level] != 0 && _lengths[_level] != length)
        {
            throw Ragged();
        }

        _lengths[_level] = length;
    }

    private readonly InferenceException Ragged() =>
        InferenceException.Invalid($"Input '{input}' has arrays of different lengths or depths beside each other; give all rows the same length, or all elements in one flat array.");

    [InlineArray(MaxLevels)]
    private struct Levels
    {
        private long _first;
    }
}
