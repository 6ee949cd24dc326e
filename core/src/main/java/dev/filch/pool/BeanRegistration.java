package dev.filch.pool;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The name under which the platform's MBean server knows a pool. Loaded only if a pool is to be registered. */
final class BeanRegistration {

    private final ObjectName name;

    private BeanRegistration(ObjectName name) {
        this.name = name;
    }

    /**
     * Registers a bean.
     *
     * @throws IllegalStateException if a pool of this kind and name is registered
     */
    static BeanRegistration register(PoolBean bean, String kind) {
        try {
            ObjectName name = new ObjectName("dev.filch:type=" + kind + ",name=" + ObjectName.quote(bean.getName()));
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return new BeanRegistration(name);
        } catch (JMException failure) {
            throw new IllegalStateException("cannot register an MBean of the pool " + bean.getName(), failure);
        }
    }

    /** Has no effect if the bean was removed by others. */
    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException notThere) {
            // Then there is nothing to do.
        }
    }
}
