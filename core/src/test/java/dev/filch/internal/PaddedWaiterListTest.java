package dev.filch.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/** The padded list passes the tests of the plain one, and its fields are padded. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PaddedWaiterListTest extends WaiterListTest {

    @Override
    WaiterList newList() {
        return new PaddedWaiterList();
    }

    @Test
    void fieldsArePaddedOnBothSides() {
        ClassLayout layout = ClassLayout.parseClass(PaddedWaiterList.class);
        List<FieldLayout> fields = layout.fields().stream()
                .filter(field -> field.hostClass().endsWith("PaddedListFields")).toList();
        assertEquals(2, fields.size());
        for (FieldLayout field : fields) {
            assertTrue(field.offset() >= 128, () -> layout.toPrintable());
            assertTrue(layout.instanceSize() - field.offset() - field.size() >= 128, () -> layout.toPrintable());
        }
    }
}
