#pragma once

#include "engine/core/rng.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

namespace evenhand::test {

/// A made-up table with several outcomes that share what they depend on; groups differ in the feature "a".
/// Columns: a, b, c (numbers), kind (levels), group, first (yes/no), second (number, cut at 0), third
/// (number), site (s0 … s11, the task of a row).
inline Dataset severalTasks(std::size_t n, std::uint64_t seed = 1)
{
    Rng rng(seed);
    NumericColumn a, b, c, second, third;
    CategoricalColumn kind {{}, {"x", "y", "z"}}, group {{}, {"men", "women"}}, first {{}, {"no", "yes"}},
        site;
    for (int s = 0; s < 12; ++s)
        site.levels.push_back(std::string("s").append(std::to_string(s)));
    for (std::size_t i = 0; i < n; ++i) {
        const auto own = static_cast<std::int32_t>(rng.below(2));
        group.codes.push_back(own);
        kind.codes.push_back(static_cast<std::int32_t>(rng.below(3)));
        site.codes.push_back(static_cast<std::int32_t>(rng.below(12)));
        a.values.push_back(rng.normal() + 1.2 * own);
        b.values.push_back(rng.normal());
        c.values.push_back(rng.normal());
        const double x = a.values.back(), y = b.values.back(), z = c.values.back();
        first.codes.push_back(x + y + 0.5 * rng.normal() > 0.6 ? 1 : 0);
        second.values.push_back(x - 0.5 * z + 0.5 * rng.normal() - 0.6);
        third.values.push_back(10.0 + 2.0 * (x + 0.5 * y + 0.3 * rng.normal()) + 0.3 * site.codes.back());
    }
    std::vector<Column> columns;
    columns.push_back({"a", ColumnKind::Numeric, std::move(a)});
    columns.push_back({"b", ColumnKind::Numeric, std::move(b)});
    columns.push_back({"c", ColumnKind::Numeric, std::move(c)});
    columns.push_back({"kind", ColumnKind::Categorical, std::move(kind)});
    columns.push_back({"group", ColumnKind::Categorical, std::move(group)});
    columns.push_back({"first", ColumnKind::Categorical, std::move(first)});
    columns.push_back({"second", ColumnKind::Numeric, std::move(second)});
    columns.push_back({"third", ColumnKind::Numeric, std::move(third)});
    columns.push_back({"site", ColumnKind::Categorical, std::move(site)});
    Dataset data;
    data.table = Table::create(std::move(columns)).value();
    data.name = "several tasks";
    return data;
}

/// Three target columns: two classes and a number.
inline Study severalTasksStudy()
{
    Study study;
    study.roles.target = "first";
    study.roles.favourable = "yes";
    study.roles.sensitive = {"group"};
    study.roles.exclude = {"site"};
    TaskTarget second, third;
    second.column = "second";
    second.above = 0.0;
    third.column = "third";
    third.task = Task::Regression;
    study.roles.tasks = {second, third};
    study.split.repeats = 2;
    study.runs = {{{"logistic", {}}, {}},
        {{"logistic", {}}, {"fair_representation", {{"strength", {0.0, 100.0}}, {"epochs", {60.0}}}}}};
    return study;
}

/// One number and a column that says which task a row belongs to.
inline Study taskColumnStudy()
{
    Study study;
    study.roles.task = Task::Regression;
    study.roles.target = "third";
    study.roles.sensitive = {"group"};
    study.roles.exclude = {"first", "second"};
    study.roles.taskColumn = "site";
    study.split.repeats = 2;
    study.runs = {{{"ridge", {}}, {"fair_representation", {{"strength", {100.0}}, {"epochs", {60.0}}}}}};
    return study;
}

} // namespace evenhand::test
