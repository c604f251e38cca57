// Starts Wagtail's date and time choosers from data attributes: its own templates do it in inline scripts, which our
// Content-Security-Policy forbids.
(() => {
  const { StimulusModule } = window;
  class Chooser extends StimulusModule.Controller {
    static values = { start: String, input: String, config: Object };

    connect() {
      const start = () => window[this.startValue](this.inputValue, this.configValue);
      if (window[this.startValue]) start();
      else window.addEventListener("load", start, { once: true });
    }
  }
  window.wagtail.app.register("hub-chooser", Chooser);
})();
