package dev.filch.stress.cores.run;

import dev.filch.stress.cores.engine.Costs;
import java.util.List;

/**
 * A set of costs, with its origin.
 *
 * @param name the set's name, or the path of its file
 * @param description the machine that the costs describe
 * @param sources where each cost comes from
 * @param costs the costs
 */
public record CostSet(String name, String description, List<String> sources, Costs costs) {
}
