package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** The padded form does what the other one does, and is padded. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PaddedWaiterListTest extends WaiterListTest {

    @Override
    WaiterList newList() {
        return new PaddedWaiterList();
    }

    @Test
    void headIsAloneOnItsCacheLines() {
        ClassLayout layout = ClassLayout.parseClass(PaddedWaiterList.class);
        List<FieldLayout> shared = layout.fields().stream()
                .filter(field -> field.hostClass().endsWith("PaddedListFields")).toList();
        assertEquals(2, shared.size());
        for (FieldLayout field : shared) {
            assertTrue(field.offset() >= 128, () -> layout.toPrintable());
            assertTrue(layout.instanceSize() - field.offset() - field.size() >= 128, () -> layout.toPrintable());
        }
    }
}
