package dev.wardcast.gateway.stream;

import dev.wardcast.gateway.GatewayConfiguration;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.ConversionService;
import java.lang.reflect.Proxy;
import java.util.Map;

/** The gateway's settings without an application around them. */
final class Settings {

    private Settings() {}

    /**
     * As they are by default, but for these.
     *
     * @param changed values by getter, such as {@code getKeepAlive}
     */
    static GatewayConfiguration with(Map<String, ?> changed) {
        return (GatewayConfiguration)
                Proxy.newProxyInstance(
                        Settings.class.getClassLoader(),
                        new Class<?>[] {GatewayConfiguration.class},
                        (proxy, getter, none) ->
                                changed.containsKey(getter.getName())
                                        ? changed.get(getter.getName())
                                        : ConversionService.SHARED.convertRequired(
                                                getter.getAnnotation(Bindable.class).defaultValue(),
                                                getter.getReturnType()));
    }
}
