#include "engine/transport/bucket_guide.h"

#include <cmath>

namespace evenhand {

BucketGuide::BucketGuide(std::span<const double> values)
    : m_origin(values.front())
{
    const double width = values.back() - values.front();
    const std::size_t wanted = values.size();
    m_bucketsPerUnit = static_cast<double>(wanted) / width;
    const bool isUsable = std::isfinite(width) && std::isfinite(m_bucketsPerUnit);
    if (!isUsable)
        m_bucketsPerUnit = 0.0; // one bucket: a binary search over everything
    if (!std::isfinite(width))
        m_origin = 0.0; // (x - origin) must not overflow: 0 · infinity is not a bucket
    m_first.assign((isUsable ? wanted : 1) + 1, 0);
    std::size_t filled = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (const std::size_t b = bucket(values[i]); filled < b;)
            m_first[++filled] = static_cast<std::uint32_t>(i);
    }
    while (filled + 1 < m_first.size())
        m_first[++filled] = static_cast<std::uint32_t>(values.size());
}

} // namespace evenhand
