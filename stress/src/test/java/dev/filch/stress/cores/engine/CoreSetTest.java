package dev.filch.stress.cores.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoreSetTest {

    @Test
    void nextListsTheCoresInOrder() {
        CoreSet set = new CoreSet();
        List<Integer> cores = List.of(0, 1, 31, 62, 63, 64, 65, 126, 127);
        cores.forEach(set::add);
        List<Integer> listed = new ArrayList<>();
        for (int core = set.next(0); core >= 0; core = set.next(core + 1)) {
            listed.add(core);
        }
        assertEquals(cores, listed);
        for (int core = 0; core < CoreSet.MAX_CORES; core++) {
            assertEquals(cores.contains(core), set.contains(core), "core " + core);
        }
        set.clear();
        assertTrue(set.isEmpty());
        assertEquals(-1, set.next(0));
    }
}
